// Prepared statements, kept by their SQL.

import type Database from 'better-sqlite3'

export type Bound = string | number | bigint | null

/** A row of values in the order of the columns. */
export type Values = readonly Bound[]

type Statement = Database.Statement<Bound[], Values>

export type Statements = ReturnType<typeof createStatements>

/** How long a read sees the same rows, and so how long writes by other processes may go unnoticed. */
const SNAPSHOT_MS = 2

/**
 * `isFile`: reading from a file takes a lock and gives it back, which costs as much as a small query. So the first read opens
 * a transaction that is closed SNAPSHOT_MS later.
 */
export function createStatements(db: Database.Database, isFile: boolean) {
  const prepared = new Map<string, Statement>()
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')
  let isReading = false

  function prepare(sql: string): Statement {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = db.prepare<Bound[], Values>(sql).raw()))
    return statement
  }

  function beginRead(): void {
    if (!isFile || isReading) return
    begin.run()
    isReading = true
    setTimeout(endRead, SNAPSHOT_MS)
  }

  function endRead(): void {
    if (!isReading) return
    isReading = false
    commit.run()
  }

  return {
    first(sql: string, ...bound: Bound[]): Values | undefined {
      beginRead()
      return prepare(sql).get(...bound)
    },

    all(sql: string, ...bound: Bound[]): Values[] {
      beginRead()
      return prepare(sql).all(...bound)
    },

    /** A query whose SQL depends on a shape; each shape (told apart by its index) is prepared once. Gives the first row. */
    perShape<Shape extends { readonly index: number }>(toSql: (shape: Shape) => string) {
      const byIndex: (Statement | undefined)[] = []
      return (shape: Shape, ...bound: Bound[]): Values | undefined => {
        beginRead()
        const statement = (byIndex[shape.index] ??= prepare(toSql(shape)))
        return statement.get(...bound)
      }
    },

    write(sql: string, ...bound: Bound[]): void {
      endRead()
      db.prepare<Bound[]>(sql).run(...bound)
    },

    /** Several statements, which bring their own transaction. */
    execute(sql: string): void {
      endRead()
      db.exec(sql)
    },

    /** Calls back unless the last snapshot still holds; then a new one begins. */
    onNewSnapshot(callback: () => void): void {
      if (!isFile || isReading) return
      callback()
      beginRead()
    },

    /** Lets the next read see what other processes wrote. */
    endRead,
  }
}
