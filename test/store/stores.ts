// Opening stores in tests: each is closed, and its folder removed, when the tests of the file are done.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { Conversation, Dataset } from '../../src/dataset/dataset.ts'
import type { createConversations, Position, Rows, Slice } from '../../src/store/conversations.ts'
import type { ItemText } from '../../src/editions.ts'
import type { Filters } from '../../src/store/filters.ts'
import { createInvention } from '../../src/seed/invention.ts'
import { openStore, type Store, StoreError } from '../../src/store/open-store.ts'
import type { StoredUser } from '../../src/store/users.ts'
import type { StoreOptions } from '../../src/store/database.ts'
import type { Query } from '../../src/store/where.ts'
import { atFileEnd } from '../file-end.ts'
import { finish } from '../finish.ts'
import { idsOf, render } from './rows.ts'

let folder: string | undefined
let files = 0

/** The path of a file that does not exist yet. */
export function newFile(): string {
  folder ??= createFolder()
  return join(folder, `${++files}.db`)
}

function createFolder(): string {
  const created = mkdtempSync(join(tmpdir(), 'conversations-mock-store-'))
  atFileEnd(() => {
    rmSync(created, { recursive: true })
    folder = undefined
  })
  return created
}

export const places = { memory: () => undefined, file: newFile }
export const placeNames = ['memory', 'file'] as const

export async function open(dataset: Dataset, options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({
    file: undefined,
    order: 'id',
    render,
    ...createInvention(1),
    seed: () => Promise.resolve({ rows: dataset, datasetName: 'test rows' }),
    ...options,
  })
  atFileEnd(() => store.close())
  return store
}

/** The message of the StoreError that opening fails with. */
export const failureOf = (opening: Promise<Store>): Promise<unknown> =>
  opening.then(
    () => undefined,
    (error: unknown) => (error instanceof StoreError ? error.message : error),
  )

type Conversations = ReturnType<typeof createConversations>

export const countOf = (store: Conversations, query: Query): number =>
  store.count(store.select(query))

type Page = { readonly item?: ItemText; readonly offset: number; readonly limit: number }

export const pageOf = (
  store: Conversations,
  query: Query,
  { item = 'basic', offset, limit }: Page,
): Rows => store.rowsAt(store.select(query), item, offset, limit)

type Beside = {
  readonly item?: ItemText
  readonly position?: Position | undefined
  readonly limit: number
}

export const sliceOf = (
  store: Conversations,
  query: Query,
  { item = 'basic', position, limit }: Beside,
): Slice => store.rowsBeside(store.select(query), item, position, limit)

export const listRows = (
  rows: Pick<Store['rows'], 'list'>,
  datasetId: number,
  filters: Filters,
  slice: { readonly offset: number; readonly limit: number },
): Conversation[] => finish(rows.list(() => datasetId, filters, slice))

/** The ids of the first dataset's rows, in list order. */
export const listed = (store: Conversations, filters: Filters = {}): number[] =>
  idsOf(pageOf(store, { datasetId: 1, filters }, { offset: 0, limit: 1000 }).items)

/** A new user with rows of its own; all are of the staged's one dataset. */
export function createUser(
  store: Store,
  { assistants, conversations }: Dataset,
  tokens: readonly string[] = [],
): StoredUser {
  const staged = store.openStagedDataset({ byUser: false })
  staged.addAssistants(assistants)
  staged.addConversations(conversations)
  return staged.publishUser({
    name: 'New',
    email: '',
    expires_at: null,
    tokens: tokens.map((plain) => ({ plain, edition: null })),
  })
}

/** Gives a user other rows. */
export function replaceRows(
  store: Store,
  userId: number,
  { assistants, conversations }: Dataset,
): void {
  const staged = store.openStagedDataset({ byUser: false })
  staged.addAssistants(assistants)
  staged.addConversations(conversations)
  finish(staged.publishFor(userId))
}

/** The ids of a user's rows, in list order. */
export function listedOf(store: Store, userId: number, filters: Filters = {}): number[] {
  const datasetId = store.users.find(userId)?.dataset_id ?? 0
  return idsOf(pageOf(store, { datasetId, filters }, { offset: 0, limit: 1000 }).items)
}

/** All that a store holds and may be asked for, without the numbers of its datasets. */
export const stateOf = (store: Store) => store.users.list().map((user) => stateOfUser(store, user))

function stateOfUser(store: Store, { dataset_id, ...user }: StoredUser) {
  return {
    ...user,
    tokens: store.users.tokens(user.id),
    snapshots: store.snapshots.list(user.id),
    assistants: store.rows.assistants(dataset_id),
    details: store.assistants.all(dataset_id),
    profile: store.profile(user.id),
    messages: messagesOf(store, dataset_id),
    conversations: [...store.rows.each(dataset_id)],
    listed: listedOf(store, user.id),
    dated: listedOf(store, user.id, { date_from: '2024-01-01' }),
    count: countOf(store, { datasetId: dataset_id, filters: {} }),
  }
}

/** What is stored of the messages. The others are invented from the row, which the state has. */
const messagesOf = ({ messages }: Store, datasetId: number) => ({
  areComplete: messages.tableFor([datasetId]) === 'messages',
  stored: [...messages.each(datasetId, 'added_messages')],
})

/** Changes a store's file as another process would. */
export function write(file: string, ...statements: string[]): void {
  const db = new Database(file)
  for (const sql of statements) db.exec(sql)
  db.close()
}

/** Longer than another process's writes may go unnoticed. */
export const noticing = () => wait(10)
