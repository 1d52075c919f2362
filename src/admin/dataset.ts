// The whole dataset, or that of one user, out and in. Both ways rows pass through in parts, so that a million of them need no memory.

import * as z from 'zod'
import { turns } from '../clock/turns.ts'
import { DEFAULT_BALANCE } from '../dataset/balance.ts'
import type { Assistant, Conversation, Token, User } from '../dataset/dataset.ts'
import { demoKeys } from '../dataset/demo-keys.ts'
import type { MessageRow, MessageTable } from '../dataset/message.ts'
import { ListBody, ListedConversation } from '../dataset/list.ts'
import { type DatasetPart, readDataset } from '../dataset/stream.ts'
import { formatDataset } from '../dataset/text.ts'
import type { StagedDataset } from '../store/staged-datasets.ts'
import type { Store } from '../store/open-store.ts'
import type { StoredUser } from '../store/users.ts'
import { AdminFailure, callerGone } from './failure.ts'
import { optionalUser, requireUser, UserQuery, userOrFirst } from './fields.ts'
import { JSON_TYPE, streamOf } from './pieces.ts'
import { route } from './route.ts'
import { replacingUsers } from './user-removal.ts'
import { requireNone, withPaths } from './row-problems.ts'
import type { MockControls } from './controls.ts'

export const DatasetFile = z
  .strictObject({
    users: z.array(z.looseObject({})),
    tokens: z.array(z.looseObject({})),
    assistants: z.array(z.looseObject({})),
    conversations: z.array(z.looseObject({})),
    messages: z
      .array(z.looseObject({}))
      .exactOptional()
      .describe('All that was said. Without it, what was said before is made up.'),
    added_messages: z
      .array(z.looseObject({}))
      .exactOptional()
      .describe('What was said after the messages that are made up.'),
  })
  .meta({
    id: 'DatasetFile',
    description: 'As the files in `fixtures/`; fixtures/documented.json is a short one.',
  })

export const DatasetUpload = z
  .union([
    DatasetFile.partial({ users: true, tokens: true }),
    ListBody,
    z.array(ListBody),
    z.array(ListedConversation),
  ])
  .meta({
    id: 'DatasetUpload',
    description:
      'A dataset file, where the rows of one user need no users and tokens; or a list as the API answers it.',
  })

const Replaced = z
  .strictObject({ users: z.int(), tokens: z.int(), assistants: z.int(), conversations: z.int() })
  .meta({ id: 'Replaced', description: 'How many rows there are now.' })
export type Replaced = z.infer<typeof Replaced>

const MAX_CONVERSATIONS = 10_000_000

export const datasetRoutes = [
  route({
    method: 'GET',
    url: '/dataset',
    operationId: 'exportDataset',
    tag: 'Dataset',
    summary: 'Export the dataset',
    description:
      'In the format of dataset files. Without `user` all that came with the dataset: users made by POST /users are exported one by one, for their ids repeat. Rows are sent while they are read: where the file is damaged, or rows are replaced meanwhile, the connection breaks off, and what came is no JSON.',
    query: UserQuery,
    status: 200,
    response: DatasetFile,
    handle: ({ query }, { controls, reply }) => {
      const users =
        query.user === undefined
          ? controls.store.users.list().filter((user) => !user.is_created)
          : [requireUser(controls, query.user)]
      const rows = streamOf(formatDataset(rowsOf(controls, users)))
      rows.on('error', (error) => void (error instanceof AdminFailure || controls.report(error)))
      return reply.type(JSON_TYPE).send(rows)
    },
  }),
  route({
    method: 'PUT',
    url: '/dataset',
    operationId: 'replaceDataset',
    writesRows: true,
    tag: 'Dataset',
    summary: 'Replace the dataset',
    description:
      'With a dataset file, whose conversations come last. Without `user`: users, tokens and rows that came with the dataset; users made by POST /users stay. With `user`: the rows of that user, which keeps its tokens. A list as the API answers it replaces the rows of one user, the first unless `user` names one; users and tokens stay. A reset brings the baseline back. Refused as a whole when a row is wrong.',
    query: UserQuery,
    body: 'stream',
    status: 200,
    response: Replaced,
    failures: { 409: 'Rows with the same id or uuid, or an id of a user made by POST /users.' },
    handle: async ({ query }, { controls, request }) => {
      const userId = optionalUser(controls, query.user)
      // A refusal must reach the caller, so the connection outlives a body that is only read in part.
      return replace(controls, userId, request.raw.iterator({ destroyOnReturn: false }))
    },
  }),
]

function rowsOf(
  { store }: MockControls,
  users: readonly StoredUser[],
): Parameters<typeof formatDataset>[0] {
  return {
    users: users.map((user) => ({
      id: user.id,
      name: user.name,
      email: user.email,
      total_balance: store.profile(user.id)?.total_balance ?? DEFAULT_BALANCE,
    })),
    tokens: tokensOf(store, users),
    assistants: assistantsOf(store, users),
    conversations: conversationsOf(store, users),
    ...messagesOf(store, users),
  }
}

function* tokensOf(store: Store, users: readonly StoredUser[]): Generator<Token | undefined, void> {
  const byUser = new Map<number, Token[]>()
  for (const token of store.users.eachToken()) {
    const known = byUser.get(token.user_id)
    if (known) known.push(token)
    else byUser.set(token.user_id, [token])
    yield undefined
  }
  for (const { id } of users) yield* byUser.get(id) ?? []
}

function* assistantsOf(
  store: Store,
  users: readonly StoredUser[],
): Generator<Assistant | undefined, void> {
  for (const { dataset_id } of users) {
    yield undefined
    yield* store.assistants.all(dataset_id)
  }
}

function* conversationsOf(
  store: Store,
  users: readonly StoredUser[],
): Generator<Conversation | undefined, void> {
  for (const user of users) {
    yield undefined
    yield* store.rows.each(user.dataset_id)
    requireSameRows(store, user)
  }
}

/** In the table that makes the same histories again. Undefined stands for a while without any. */
function messagesOf(
  store: Store,
  users: readonly StoredUser[],
): { readonly [table in MessageTable]?: Iterable<MessageRow | undefined> } {
  const table = store.messages.tableFor(users.map((user) => user.dataset_id))
  return table === undefined ? {} : { [table]: numberedMessages(store, users, table) }
}

function* numberedMessages(
  store: Store,
  users: readonly StoredUser[],
  table: MessageTable,
): Generator<MessageRow | undefined> {
  let count = 0
  for (const user of users) {
    for (const message of store.messages.each(user.dataset_id, table))
      yield message && { id: ++count, ...message }
    requireSameRows(store, user)
  }
}

/** Breaks off when rows were replaced while they were read: what is broken off is no dataset, where fewer rows would be one. */
function requireSameRows({ users }: Store, { id, dataset_id }: StoredUser): void {
  if (users.find(id)?.dataset_id !== dataset_id) throw callerGone()
}

/** A part of the document, into the staged. */
function addRows(
  staged: StagedDataset,
  part: Exclude<DatasetPart, { table: 'users' | 'tokens' }>,
): void {
  withPaths(
    (index) => [part.table, part.first + index],
    () => {
      if (part.table === 'assistants') staged.addAssistants(part.rows)
      else if (part.table === 'conversations') staged.addConversations(part.rows)
      else staged.addMessages(part.table, part.rows)
    },
  )
}

async function replace(
  controls: MockControls,
  userId: number | undefined,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Replaced> {
  const { store } = controls
  const users: User[] = []
  const tokens: Token[] = []
  const counts = { assistants: 0, conversations: 0 }
  let ownerId = userId
  let staged: StagedDataset | undefined
  try {
    const options = {
      place: 'the dataset',
      tables: userId === undefined ? 'all' : 'rows',
      order: controls.order,
    } as const
    for await (const part of readDataset(chunks, options)) {
      if (part.isOfList) ownerId ??= userOrFirst(controls, undefined).id
      staged ??= store.openStagedDataset({ byUser: ownerId === undefined })
      if (part.table === 'users') users.push(...part.rows)
      else if (part.table === 'tokens') tokens.push(...part.rows)
      else addRows(staged, part)
      if (part.table === 'assistants' || part.table === 'conversations')
        counts[part.table] += part.rows.length
      if (counts.conversations > MAX_CONVERSATIONS)
        throw new AdminFailure(413, `a dataset may hold at most ${MAX_CONVERSATIONS} conversations`)
      await turns.pause()
      await store.untilWritable()
    }
    staged ??= store.openStagedDataset({ byUser: ownerId === undefined })
    if (ownerId === undefined) await publishAll(controls, staged, { users, tokens })
    // It may have left in the meantime.
    else staged.publishFor(requireUser(controls, ownerId).id)
  } catch (error) {
    staged?.abandon()
    throw error
  }
  return { users: users.length, tokens: tokens.length, ...counts }
}

type NewUsers = { readonly users: readonly User[]; readonly tokens: readonly Token[] }

async function publishAll(
  controls: MockControls,
  staged: StagedDataset,
  { users, tokens }: NewUsers,
): Promise<void> {
  const keys = new Map(controls.key.map(({ id, plain }) => [id, plain]))
  const taken = tokens.flatMap(({ id, plain }, index) => {
    const key = keys.get(id)
    return key === undefined || key === plain || demoKeys.includes(plain)
      ? []
      : [
          {
            path: ['tokens', index, 'id'],
            message: 'is the id of a key that the mock was started with',
          },
        ]
  })
  requireNone(taken, 409)
  await turns.run(controls.redaction.learn(tokens.map(({ plain }) => plain)))
  await replacingUsers(controls, async () => {
    await turns.run(staged.publishAll(users, tokens))
    controls.useKeys()
  })
}
