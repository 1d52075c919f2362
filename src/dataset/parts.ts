// The rows of a dataset in parts of one table each, so that millions of them need no memory.

import type { Assistant, Conversation, Token, User } from './dataset.ts'
import type { MessageRow, MessageTable } from './message.ts'

export type Batch<Name extends string, Row> = {
  readonly table: Name
  readonly rows: readonly Row[]
  /** The index of the batch's first row in its table. */
  readonly first: number
  /** The rows come from a list as the API answers it: all of one user, and the assistants of user 0. */
  readonly isOfList?: boolean
}

export type DatasetPart =
  | Batch<'users', User>
  | Batch<'tokens', Token>
  | Batch<'assistants', Assistant>
  | Batch<'conversations', Conversation>
  /** Comes also without rows. */
  | Batch<MessageTable, MessageRow>

/** A dataset whose conversations may come one by one. */
export type DatasetRows = {
  readonly users: readonly User[]
  readonly tokens: readonly Token[]
  readonly assistants: readonly Assistant[]
  readonly conversations: Iterable<Conversation>
  readonly messages?: readonly MessageRow[] | undefined
  readonly added_messages?: readonly MessageRow[] | undefined
}

/** Few enough to be written in a few milliseconds. */
export const BATCH = 50

/** The parts of rows that are there already. Messages come in the order of their ids. */
export function* partsOf({
  users,
  tokens,
  assistants,
  conversations,
  ...others
}: DatasetRows): Generator<DatasetPart> {
  yield { table: 'users', rows: users, first: 0 }
  yield { table: 'tokens', rows: tokens, first: 0 }
  yield { table: 'assistants', rows: assistants, first: 0 }
  let first = 0
  for (const rows of batchesOf(conversations)) {
    yield { table: 'conversations', rows, first }
    first += rows.length
  }
  for (const table of ['messages', 'added_messages'] as const) {
    const rows = others[table]
    if (rows) yield { table, rows: rows.toSorted((a, b) => a.id - b.id), first: 0 }
  }
}

export function* batchesOf<T>(items: Iterable<T>, size = BATCH): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    if (batch.push(item) < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
