// Prepared statements, kept by their SQL.

import type Database from 'better-sqlite3'

export type Bound = string | number | bigint | null

/** A row of values in the order of the columns. */
export type Values = readonly unknown[]

export type Statements = ReturnType<typeof createStatements>

/**
 * `isFile`: reading from a file takes a lock and gives it back, which costs more than a small query. So the first read in a
 * turn of the event loop opens a transaction that the end of the turn closes.
 */
export function createStatements(db: Database.Database, isFile: boolean) {
  const prepared = new Map<string, Database.Statement<Bound[], Values>>()
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')

  function prepare(sql: string): Database.Statement<Bound[], Values> {
    const found = prepared.get(sql)
    if (found) return found
    const statement = db.prepare<Bound[], Values>(sql).raw()
    prepared.set(sql, statement)
    return statement
  }

  function read(sql: string): Database.Statement<Bound[], Values> {
    if (isFile && !db.inTransaction) {
      begin.run()
      setImmediate(endRead)
    }
    return prepare(sql)
  }

  function endRead(): void {
    if (db.open && db.inTransaction) commit.run()
  }

  return {
    first: (sql: string, ...bound: Bound[]): Values | undefined => read(sql).get(...bound),
    all: (sql: string, ...bound: Bound[]): Values[] => read(sql).all(...bound),
    write(sql: string, ...bound: Bound[]): void {
      endRead()
      db.prepare<Bound[]>(sql).run(...bound)
    },
    /** Several statements, which bring their own transaction. */
    execute(sql: string): void {
      endRead()
      db.exec(sql)
    },
    /** Lets the next read see what other processes wrote. */
    endRead,
  }
}
