// Rows of a file that share an id or a uuid: only the indexes see it, when all rows are written.

import Database from 'better-sqlite3'
import type { MessageTable } from '../dataset/message.ts'

/** The words for a row that cannot be kept; an index counts the rows of a table from 0. */
export type RowNames = {
  /** `first` has the same value. */
  readonly refuseDuplicate: (column: 'id' | 'uuid', index: number, first: number) => Error
  /** The conversation that the message names does not exist. */
  readonly refuseMessage: (table: MessageTable, index: number, conversationId: number) => Error
}

/** Adds unique indexes. Throws a refusal for the first row whose value an earlier one has. */
export function requireUniqueRows(
  db: Database.Database,
  { refuseDuplicate }: RowNames,
  addIndexes: () => void,
): void {
  try {
    addIndexes()
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE')
      throw error
    const column = /\.uuid\b/.test(error.message) ? 'uuid' : 'id'
    const [first = 1, rid = 1] = db.prepare<[], number[]>(duplicate(column)).raw().get() ?? []
    throw refuseDuplicate(column, rid - 1, first - 1)
  }
}

/** Rids count the rows from 1, as they were written. */
const duplicate = (column: 'id' | 'uuid'): string =>
  `SELECT first, rid FROM (
     SELECT rid, min(rid) OVER (PARTITION BY dataset_id, ${column}) AS first FROM conversations
   ) WHERE rid <> first ORDER BY rid LIMIT 1`
