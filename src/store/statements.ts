// Prepared statements, kept by their SQL.

import type Database from 'better-sqlite3'
import { performance, setTimeout, sleep } from '../clock/real-time.ts'
import { codeOf } from '../system/system-errors.ts'
import { DatabaseError, toDatabaseError } from './database-error.ts'
import { shrinkFile, type ShrinkState } from './shrinking.ts'
import { ReadOnlyError } from './store-error.ts'

export type Bound = string | number | bigint | null

/** A row of values in the order of the columns. */
export type Values = readonly Bound[]

/** Executes a statement that writes, and says how many rows it changed. */
export type Run = (sql: string, ...bound: Bound[]) => number

type Statement = Database.Statement<Bound[], Values>

export type Statements = ReturnType<typeof createStatements>

export type StatementOptions = {
  /** Undefined for memory. */
  readonly file: string | undefined
  /** Only temporary tables can be written then. */
  readonly isReadOnly?: boolean | undefined
  /** Called before the first read or change after another process has written to the file. */
  readonly onOthersWrites: () => void
}

/** How long a read sees the same rows, and so how long writes by other processes may go unnoticed. */
const SNAPSHOT_MS = 2

/** How long a call waits for others to end their writing, and how often it looks. */
const BUSY_MS = 500
const BUSY_STEP_MS = 10
/** Processes that take turns may come between: so long after it was free, the lock is worth waiting for with all others. */
const FREE_MS = 100
const SHORT_WAIT_MS = 20

/**
 * Reading from a file takes a lock and gives it back, which costs as much as a small query. So the first read opens a
 * transaction that is closed SNAPSHOT_MS later.
 */
export function createStatements(
  db: Database.Database,
  { file, isReadOnly = false, onOthersWrites }: StatementOptions,
) {
  const reading = new Map<string, Statement>()
  const writing = new Map<string, Database.Statement<Bound[]>>()
  const begin = db.prepare('BEGIN')
  const beginWrite = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  /** Changes when another process has written. */
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let lastDataVersion = dataVersion.get()
  let isReading = false
  let isWriting = false
  let freeAt = -Infinity

  function prepare(sql: string): Statement {
    let statement = reading.get(sql)
    if (!statement) reading.set(sql, (statement = db.prepare<Bound[], Values>(sql).raw()))
    return statement
  }

  const explain = (error: unknown): unknown =>
    isReadOnly && codeOf(error)?.startsWith('SQLITE_READONLY')
      ? new ReadOnlyError()
      : toDatabaseError(error, file)

  function beginRead(): void {
    if (file === undefined || isReading || isWriting) return
    if (!db.inTransaction) begin.run()
    isReading = true
    setTimeout(endRead, SNAPSHOT_MS)
    noticeOthers()
  }

  function noticeOthers(): void {
    const version = dataVersion.get()
    if (version === lastDataVersion) return
    lastDataVersion = version
    onOthersWrites()
  }

  /** A failure here follows one in the reading; SQLite may have ended the transaction then. */
  function endRead(): void {
    if (!isReading) return
    isReading = false
    try {
      if (db.inTransaction) commit.run()
    } catch {
      // The next reading says why.
    }
  }

  /** Whether this process may write now. Throws a DatabaseError for any other reason. */
  function isFree(): boolean {
    endRead()
    try {
      beginWrite.run()
      commit.run()
      freeAt = performance.now()
      return true
    } catch (error) {
      const reason = explain(error)
      if (reason instanceof DatabaseError && reason.kind === 'busy') return false
      throw reason
    }
  }

  function write<T>(work: (run: Run) => T): T {
    const begun = db.transaction(() => {
      if (file !== undefined) noticeOthers()
      return work(run)
    })
    try {
      const result = begun.immediate()
      freeAt = performance.now()
      return result
    } catch (error) {
      const reason = explain(error)
      const isBusy = reason instanceof DatabaseError && reason.kind === 'busy'
      if (!isBusy || performance.now() - freeAt > FREE_MS) throw reason
    }
    db.pragma(`busy_timeout = ${SHORT_WAIT_MS}`)
    try {
      return begun.immediate()
    } catch (error) {
      throw explain(error)
    } finally {
      db.pragma('busy_timeout = 0')
    }
  }

  const run: Run = (sql, ...bound) => {
    let statement = writing.get(sql)
    if (!statement) writing.set(sql, (statement = db.prepare<Bound[]>(sql)))
    return statement.run(...bound).changes
  }

  return {
    first(sql: string, ...bound: Bound[]): Values | undefined {
      try {
        beginRead()
        return prepare(sql).get(...bound)
      } catch (error) {
        throw explain(error)
      }
    },

    all(sql: string, ...bound: Bound[]): Values[] {
      try {
        beginRead()
        return prepare(sql).all(...bound)
      } catch (error) {
        throw explain(error)
      }
    },

    /** A query whose SQL depends on a shape; each shape (told apart by its index) is prepared once. Gives the first row. */
    perShape<Shape extends { readonly index: number }>(toSql: (shape: Shape) => string) {
      const byIndex: (Statement | undefined)[] = []
      return (shape: Shape, ...bound: Bound[]): Values | undefined => {
        try {
          beginRead()
          const statement = (byIndex[shape.index] ??= prepare(toSql(shape)))
          return statement.get(...bound)
        } catch (error) {
          throw explain(error)
        }
      }
    },

    /**
     * The one way to write: all of it in one transaction, or nothing when the work throws. A change within another is part of it.
     * Throws a ReadOnlyError; or a DatabaseError when another process is writing, and has then done nothing.
     */
    change<T>(work: (run: Run) => T): T {
      if (isWriting) return db.transaction(() => work(run))()
      endRead()
      isWriting = true
      try {
        return write(work)
      } finally {
        isWriting = false
      }
    },

    /** Waits while another process writes, half a second at most; rejects with a DatabaseError. Others are answered meanwhile. */
    async untilWritable(): Promise<void> {
      if (file === undefined) return
      const end = performance.now() + BUSY_MS
      while (!isFree()) {
        if (performance.now() >= end)
          throw new DatabaseError(
            'busy',
            `cannot write to ${file}: another process is writing to it`,
          )
        await sleep(BUSY_STEP_MS)
      }
    },

    /** See shrinkFile(). */
    shrink(pages: number): ShrinkState {
      endRead()
      try {
        return shrinkFile(db, pages)
      } catch (error) {
        throw explain(error)
      }
    },

    /** Rows that do not come in the order of their index would be read for ever. */
    outOfOrder: () =>
      new DatabaseError(
        'damaged',
        `cannot use ${file ?? 'memory'}: an index is out of order; restore a copy, or remove it`,
      ),

    /** Takes notice of what other processes wrote, at most once per snapshot. */
    refresh(): void {
      try {
        beginRead()
      } catch (error) {
        throw explain(error)
      }
    },

    endRead,
  }
}
