// The rows of a dataset in parts of one table each, so that millions of rows need little memory.

import type { Assistant, Conversation, Token, User } from './dataset.ts'
import type { MessageRow, MessageTable } from './message.ts'

export type Batch<Name extends string, Row> = {
  readonly table: Name
  readonly rows: readonly Row[]
  /** The index of the first row of the batch in its table. */
  readonly first: number
  /**
   * The rows come from a list of the API: one user has all of them, and its assistants have user 0.
   */
  readonly isOfList?: boolean
}

export type DatasetPart =
  | Batch<'users', User>
  | Batch<'tokens', Token>
  | Batch<'assistants', Assistant>
  | Batch<'conversations', Conversation>
  /** A message table also comes when it is empty. */
  | Batch<MessageTable, MessageRow>

/** A dataset whose conversations can come one by one. */
export type DatasetRows = {
  readonly users: readonly User[]
  readonly tokens: readonly Token[]
  readonly assistants: readonly Assistant[]
  readonly conversations: Iterable<Conversation>
  readonly messages?: readonly MessageRow[] | undefined
  readonly added_messages?: readonly MessageRow[] | undefined
}

/** A batch of this size is written in a few milliseconds. */
export const BATCH = 50

/** So many conversations lie together in a file; see composeParts(). */
const BLOCK = 4 * BATCH

/** The parts of rows in memory. Messages are sorted by id. */
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
  for (const rows of batchesOf(conversations, BLOCK)) {
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
