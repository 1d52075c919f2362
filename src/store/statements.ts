// Prepared statements, kept by their SQL.

import type Database from 'better-sqlite3'

export type Bound = string | number | bigint | null

/** A row of values in the order of the columns. */
export type Values = readonly unknown[]

export type Statements = ReturnType<typeof createStatements>

export function createStatements(db: Database.Database) {
  const prepared = new Map<string, Database.Statement<Bound[], Values>>()

  function prepare(sql: string): Database.Statement<Bound[], Values> {
    const found = prepared.get(sql)
    if (found) return found
    const statement = db.prepare<Bound[], Values>(sql).raw()
    prepared.set(sql, statement)
    return statement
  }

  return {
    first: (sql: string, ...bound: Bound[]): Values | undefined => prepare(sql).get(...bound),
    all: (sql: string, ...bound: Bound[]): Values[] => prepare(sql).all(...bound),
  }
}
