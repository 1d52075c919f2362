// Prepares the statements that write, and keeps them by their SQL.

import type Database from 'better-sqlite3'
import type { Bound } from './values.ts'

/** Executes a statement that writes, and returns the number of changed rows. */
export type Run = (sql: string, ...bound: Bound[]) => number

/** Almost every call reads these tables, and few calls change them. */
const SELDOM_CHANGING = /\b(?:users|assistants|assistant_fields|webhooks)\b/

type Writer = { readonly statement: Database.Statement<Bound[]>; readonly isSeldom: boolean }

/** `onSeldomChange` is called when a statement writes to a table in SELDOM_CHANGING. */
export function createRun(db: Database.Database, onSeldomChange: () => void): Run {
  const writers = new Map<string, Writer>()

  return function run(sql, ...bound) {
    const { statement, isSeldom } = writers.get(sql) ?? prepare(sql)
    const { changes } = statement.run(...bound)
    if (isSeldom) onSeldomChange()
    return changes
  }

  function prepare(sql: string): Writer {
    const writer = { statement: db.prepare<Bound[]>(sql), isSeldom: SELDOM_CHANGING.test(sql) }
    writers.set(sql, writer)
    return writer
  }
}
