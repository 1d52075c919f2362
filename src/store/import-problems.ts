// Finds rows of a file that share an id or a uuid. Only the indexes detect them, after all rows are
// written.

import Database from 'better-sqlite3'
import type { MessageTable } from '../dataset/message.ts'

/** Creates errors for rows that are refused. `index` counts the rows of a table from 0. */
export type RowNames = {
  /** `first` is the index of the earlier row with the same value. */
  readonly refuseDuplicate: (column: 'id' | 'uuid', index: number, first: number) => Error
  /** The message refers to a conversation that does not exist. */
  readonly refuseMessage: (table: MessageTable, index: number, conversationId: number) => Error
}

/**
 * Adds unique indexes. Throws the error for the first row that repeats a value of an earlier row.
 */
export function requireUniqueRows(
  db: Database.Database,
  names: () => RowNames,
  addIndexes: () => void,
): void {
  try {
    addIndexes()
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE')
      throw error
    const column = /\.uuid\b/.test(error.message) ? 'uuid' : 'id'
    const [first = 1, rid = 1] = db.prepare<[], number[]>(duplicate(column)).raw().get() ?? []
    throw names().refuseDuplicate(column, rid - 1, first - 1)
  }
}

/** Rids number the rows of a file from 1, in the order of the file. */
const duplicate = (column: 'id' | 'uuid'): string =>
  `SELECT first, rid FROM (
     SELECT rid, min(rid) OVER (PARTITION BY dataset_id, ${column}) AS first FROM conversations
   ) WHERE rid <> first ORDER BY rid LIMIT 1`
