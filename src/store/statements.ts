// Prepared statements, kept by their SQL.

import type Database from 'better-sqlite3'
import { setTimeout } from '../clock/real-time.ts'

export type Bound = string | number | bigint | null

/** A row of values in the order of the columns. */
export type Values = readonly Bound[]

/** Executes a statement that writes, and says how many rows it changed. */
export type Run = (sql: string, ...bound: Bound[]) => number

type Statement = Database.Statement<Bound[], Values>

export type Statements = ReturnType<typeof createStatements>

export type StatementOptions = {
  readonly isFile: boolean
  /** Called before the first read after another process has written to the file. */
  readonly onOthersWrites: () => void
}

/** How long a read sees the same rows, and so how long writes by other processes may go unnoticed. */
const SNAPSHOT_MS = 2

/**
 * Reading from a file takes a lock and gives it back, which costs as much as a small query. So the first read opens a
 * transaction that is closed SNAPSHOT_MS later.
 */
export function createStatements(db: Database.Database, { isFile, onOthersWrites }: StatementOptions) {
  const reading = new Map<string, Statement>()
  const writing = new Map<string, Database.Statement<Bound[]>>()
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')
  /** Changes when another process has written. */
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let lastDataVersion = dataVersion.get()
  let isReading = false
  let isWriting = false

  function prepare(sql: string): Statement {
    let statement = reading.get(sql)
    if (!statement) reading.set(sql, (statement = db.prepare<Bound[], Values>(sql).raw()))
    return statement
  }

  function beginRead(): void {
    if (!isFile || isReading || isWriting) return
    begin.run()
    isReading = true
    setTimeout(endRead, SNAPSHOT_MS)
    const version = dataVersion.get()
    if (version === lastDataVersion) return
    lastDataVersion = version
    onOthersWrites()
  }

  function endRead(): void {
    if (!isReading) return
    isReading = false
    commit.run()
  }

  const run: Run = (sql, ...bound) => {
    let statement = writing.get(sql)
    if (!statement) writing.set(sql, (statement = db.prepare<Bound[]>(sql)))
    return statement.run(...bound).changes
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

    /** The one way to write: all of it in one transaction, or nothing when the work throws. */
    change<T>(work: (run: Run) => T): T {
      endRead()
      isWriting = true
      try {
        return db.transaction(() => work(run)).immediate()
      } finally {
        isWriting = false
      }
    },

    /** Takes notice of what other processes wrote, at most once per snapshot. */
    refresh: beginRead,

    endRead,
  }
}
