// Prepares statements and keeps them by their SQL.

import type Database from 'better-sqlite3'
import { setTimeout } from '../clock/real-time.ts'
import { createChangeNotes, type News } from './change-notes.ts'
import { codeOf } from '../system/system-errors.ts'
import { outOfOrderError, toDatabaseError } from './database-error.ts'
import { shrinkFile, type ShrinkState } from './shrinking.ts'
import { ReadOnlyError } from './store-error.ts'
import type { Bound, Values } from './values.ts'
import { createWriting } from './writing.ts'

export type { Bound, Values } from './values.ts'
export type { Run } from './write-statements.ts'

type Statement = Database.Statement<Bound[], Values>

export type Statements = ReturnType<typeof createStatements>

export type StatementOptions = {
  /** Undefined for a store in memory. */
  readonly file: string | undefined
  /** True: only temporary tables can be written. */
  readonly isReadOnly?: boolean | undefined
  /** Whether other mocks write to the file too. */
  readonly isShared?: boolean | undefined
  /**
   * Called when changes are lost, and before the first read or change after another process has
   * written.
   */
  readonly onOthersWrites: (news: News) => void
}

/**
 * The time for which a read keeps the same state. Writes of other processes may stay unnoticed for
 * as long. Other mocks write only to a shared or read-only file.
 */
const SNAPSHOT_MS = { alone: 8, besideOthers: 2 } as const

/**
 * Reading from a file takes and releases a lock, which costs as much as a small query. So the first
 * read opens a transaction, which ends after SNAPSHOT_MS or before a change.
 */
export function createStatements(
  db: Database.Database,
  { file, isReadOnly = false, isShared = false, onOthersWrites }: StatementOptions,
) {
  const snapshotMs = SNAPSHOT_MS[isShared || isReadOnly ? 'besideOthers' : 'alone']
  const reading = new Map<string, Statement>()
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')
  let isReading = false
  /** Rises when tables change that seldom do. */
  let seldomChanges = 0
  const notes = createChangeNotes(db, { isShared: isShared && !isReadOnly, onNews })
  const writing = createWriting(db, {
    file,
    isShared,
    isReadOnly,
    explain,
    endRead,
    notes,
    onLost: () => onOthersWrites('everything'),
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
    setTimeout(endRead, snapshotMs)
    notes.notice()
  }

  function onNews(news: News): void {
    // Rows may come with new assistants.
    if (news === 'everything' || news.some(({ what }) => what === 'lists' || what === 'users'))
      seldomChanges++
    onOthersWrites(news)
  }

  /**
   * Ends the read transaction. An error here follows an error while reading, after which SQLite may
   * have ended the transaction.
   */
  function endRead(): void {
    if (!isReading) return
    isReading = false
    try {
      if (db.inTransaction) commit.run()
    } catch {
      // The next read reports the reason.
    }
  }

  function read<T>(work: () => T): T {
    try {
      beginRead()
      return work()
    } catch (error) {
      throw explain(error)
    }
  }

  /** Checks for writes of other processes, at most once per snapshot. */
  const refresh = (): void => read(() => undefined)

  function endAll(): void {
    endRead()
    writing.endTogether()
  }

  return {
    first: (sql: string, ...bound: Bound[]): Values | undefined =>
      read(() => prepare(sql).get(...bound)),

    all: (sql: string, ...bound: Bound[]): Values[] => read(() => prepare(sql).all(...bound)),

    /** Reads rows up to the first for which `isLast` is true. */
    upTo: (isLast: (row: Values) => boolean, sql: string, ...bound: Bound[]): Values[] =>
      read(() => {
        const rows: Values[] = []
        for (const row of prepare(sql).iterate(...bound)) if (rows.push(row) && isLast(row)) break
        return rows
      }),

    /**
     * A query whose SQL depends on a shape. Each shape, identified by its index, is prepared once.
     * Returns the first row.
     */
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
    changeOutdating: writing.changeOutdating,
    untilWritable: writing.untilWritable,
    betweenChanges: writing.betweenChanges,
    untilNextChange: writing.untilNextChange,
    log: writing.log,
    losses: writing.losses,
    together: writing.together,

    /** Returns free pages to the file system; see shrinkFile(). */
    shrink(pages: number): ShrinkState {
      endAll()
      return writing.changeOutdating('nothing', () => shrinkFile(db, pages))
    },

    outOfOrder: () => outOfOrderError(file),

    refresh,

    /** Rises with each change of users and assistants, also by another process. */
    seldomChanges(): number {
      refresh()
      return seldomChanges
    },

    /** Ends the read transaction and commits changes that wait. */
    endAll,

    /** Copies the log into the file. Returns false when a reader held up a part of it. */
    copyLog: async (): Promise<boolean> => (await writing.log?.copy(endAll)) ?? true,

    /** Ends everything that uses the file besides the database itself. */
    close(): void {
      endAll()
      writing.log?.close()
    },
  }
}
