// Prepared statements, kept by their SQL.

import type Database from 'better-sqlite3'
import { setTimeout } from '../clock/real-time.ts'
import { codeOf } from '../system/system-errors.ts'
import { DatabaseError, toDatabaseError } from './database-error.ts'
import { shrinkFile, type ShrinkState } from './shrinking.ts'
import { ReadOnlyError } from './store-error.ts'
import { createWriting, type Run } from './writing.ts'

export type Bound = string | number | bigint | null

/** A row of values in the order of the columns. */
export type Values = readonly Bound[]

export type { Run }

type Statement = Database.Statement<Bound[], Values>

export type Statements = ReturnType<typeof createStatements>

export type StatementOptions = {
  /** Undefined for memory. */
  readonly file: string | undefined
  /** Only temporary tables can be written then. */
  readonly isReadOnly?: boolean | undefined
  /** Whether other mocks write to the file as well. */
  readonly isShared?: boolean | undefined
  /** Called before the first read or change after another process has written to the file, and when changes are lost. */
  readonly onOthersWrites: () => void
}

/** How long a read sees the same rows, and so how long writes by other processes may go unnoticed. */
const SNAPSHOT_MS = 2

/**
 * Reading from a file takes a lock and gives it back, which costs as much as a small query. So the first read opens a
 * transaction that is closed SNAPSHOT_MS later.
 */
export function createStatements(
  db: Database.Database,
  { file, isReadOnly = false, isShared = false, onOthersWrites }: StatementOptions,
) {
  const reading = new Map<string, Statement>()
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')
  /** Changes when another process has written. */
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let lastDataVersion = dataVersion.get()
  let isReading = false
  /** Rises when tables change that seldom do. */
  let seldomChanges = 0
  const writing = createWriting(db, {
    file,
    isShared,
    explain,
    endRead,
    onBegin: noticeOthers,
    onLost: onOthersWrites,
    onSeldomChange: () => seldomChanges++,
  })

  function prepare(sql: string): Statement {
    let statement = reading.get(sql)
    if (!statement) reading.set(sql, (statement = db.prepare<Bound[], Values>(sql).raw()))
    return statement
  }

  function explain(error: unknown): unknown {
    return isReadOnly && codeOf(error)?.startsWith('SQLITE_READONLY')
      ? new ReadOnlyError()
      : toDatabaseError(error, file)
  }

  function beginRead(): void {
    if (file === undefined || isReading || writing.isUnderway()) return
    if (!db.inTransaction) begin.run()
    isReading = true
    setTimeout(endRead, SNAPSHOT_MS)
    noticeOthers()
  }

  function noticeOthers(): void {
    const version = dataVersion.get()
    if (version === lastDataVersion) return
    lastDataVersion = version
    seldomChanges++
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

  /** Takes notice of what other processes wrote, at most once per snapshot. */
  function refresh(): void {
    try {
      beginRead()
    } catch (error) {
      throw explain(error)
    }
  }

  function endAll(): void {
    endRead()
    writing.endTogether()
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

    change: writing.change,
    untilWritable: writing.untilWritable,
    losses: writing.losses,
    together: writing.together,

    /** See shrinkFile(). */
    shrink(pages: number): ShrinkState {
      endAll()
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

    refresh,

    /** Rises with each change of users and assistants, also by another process. */
    seldomChanges(): number {
      refresh()
      return seldomChanges
    },

    /** Ends what reads, and puts into the file what waits for it. */
    endAll,
  }
}
