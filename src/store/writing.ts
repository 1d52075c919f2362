// Writing: each change is a transaction. The changes of clients that call at the same time are one, because a commit costs more
// than what most of them write. It is in the file before any of these clients is answered.
//
// A change that fails among others takes the transaction back, and those before it are made again.
// That is rare; a savepoint for each change would copy every page that the change touches.

import type Database from 'better-sqlite3'
import { performance, sleep } from '../clock/real-time.ts'
import { DatabaseError } from './database-error.ts'
import type { Bound } from './statements.ts'

/** Executes a statement that writes, and says how many rows it changed. */
export type Run = (sql: string, ...bound: Bound[]) => number

export type WritingOptions = {
  /** Undefined for memory. */
  readonly file: string | undefined
  /** Whether other mocks write to the file as well. */
  readonly isShared: boolean
  readonly explain: (error: unknown) => unknown
  /** Ends a transaction that only reads. */
  readonly endRead: () => void
  /** Called when nobody else can write any more. */
  readonly onBegin: () => void
  /** Called when changes that were made are gone. */
  readonly onLost: () => void
  /** Called when a statement has written to a table that seldom changes, and when it is taken back. */
  readonly onSeldomChange: () => void
}

/** Tables that are read with almost every call, and change with few. */
const SELDOM_CHANGING = /\b(?:users|assistants|assistant_fields|webhooks)\b/

type Writer = { readonly statement: Database.Statement<Bound[]>; readonly isSeldom: boolean }

type Step = { readonly sql: string; readonly bound: Bound[] }

/**
 * Everybody waits while the log of a file is written back, for a long log three times as long. The
 * changes of clients write the same pages again and again: they gain by a log that is written back
 * more seldom.
 */
const LOG_PAGES = { alone: 64, together: 1000 } as const

/** How long a call waits for others to end their writing, and how often it looks. */
const BUSY_MS = 500
const BUSY_STEP_MS = 10
/** Processes that take turns may come between: so long after it was free, the lock is worth waiting for with all others. */
const FREE_MS = 100
const SHORT_WAIT_MS = 20
/** So long nobody but another mock is likely to have taken the lock. */
const FRESH_MS = 2

export function createWriting(
  db: Database.Database,
  { file, isShared, explain, endRead, onBegin, onLost, onSeldomChange }: WritingOptions,
) {
  const writers = new Map<string, Writer>()
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const canGather = !isShared
  let freeAt = -Infinity
  let logPages: number | undefined
  let isWriting = false
  let isGathering = false
  /** Whether changes wait for their commit. */
  let isOpen = false
  /** Of the changes that wait for their commit. */
  const steps: Step[] = []
  /** Of changes within the one that is being made. */
  const failures: unknown[] = []
  let lost: { readonly error: unknown } | undefined
  let losses = 0

  const run: Run = (sql, ...bound) => {
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

  const runAsStep: Run = (sql, ...bound) => {
    steps.push({ sql, bound })
    return run(sql, ...bound)
  }

  function boundLog(pages: number): void {
    if (file === undefined || pages === logPages) return
    db.pragma(`wal_autocheckpoint = ${pages}`)
    logPages = pages
  }

  /** Throws a DatabaseError when another process is writing. */
  function beginWrite(): void {
    try {
      begin.run()
    } catch (error) {
      const reason = explain(error)
      const isBusy = reason instanceof DatabaseError && reason.kind === 'busy'
      if (!isBusy || performance.now() - freeAt > FREE_MS) throw reason
      beginPatiently()
    }
    freeAt = performance.now()
    if (file !== undefined) onBegin()
  }

  function beginPatiently(): void {
    db.pragma(`busy_timeout = ${SHORT_WAIT_MS}`)
    try {
      begin.run()
    } finally {
      db.pragma('busy_timeout = 0')
    }
  }

  function rollBack(): void {
    if (db.inTransaction) rollback.run()
    onSeldomChange()
  }

  function changeAlone<T>(work: (run: Run) => T): T {
    try {
      beginWrite()
      const result = whole(work, run)
      boundLog(LOG_PAGES.alone)
      commit.run()
      return result
    } catch (error) {
      rollBack()
      throw error
    }
  }

  /** All of a change, with those within it. */
  function whole<T>(work: (run: Run) => T, runStep: Run): T {
    failures.length = 0
    const result = work(runStep)
    if (failures.length > 0) throw failures[0]
    return result
  }

  function changeWithin<T>(work: (run: Run) => T): T {
    try {
      return work(isGathering ? runAsStep : run)
    } catch (error) {
      failures.push(error)
      throw error
    }
  }

  function changeTogether<T>(work: (run: Run) => T): T {
    if (!isOpen) beginWrite()
    isOpen = true
    const before = steps.length
    try {
      return whole(work, runAsStep)
    } catch (error) {
      takeBack(before, error)
      throw error
    }
  }

  /** The steps of one change, which failed with the error. */
  function takeBack(before: number, error: unknown): void {
    // SQLite itself takes everything back when the disk is full.
    if (!db.inTransaction) return lose(error)
    if (steps.length === before) return
    steps.length = before
    try {
      rollBack()
      isOpen = before > 0
      if (!isOpen) return
      beginWrite()
      for (const { sql, bound } of steps) run(sql, ...bound)
    } catch (reason) {
      rollBack()
      lose(reason)
    }
  }

  function lose(error: unknown): void {
    isOpen = false
    steps.length = 0
    lost = { error: explain(error) }
    losses++
    onSeldomChange()
    onLost()
  }

  function endTogether(): void {
    if (!isOpen) return
    try {
      boundLog(LOG_PAGES.together)
      commit.run()
      isOpen = false
      steps.length = 0
    } catch (error) {
      rollBack()
      lose(error)
    }
  }

  /** Whether this process may write now. Throws a DatabaseError for any other reason. */
  function isFree(): boolean {
    if (isOpen || (!isShared && performance.now() - freeAt < FRESH_MS)) return true
    endRead()
    try {
      begin.run()
      commit.run()
      freeAt = performance.now()
      return true
    } catch (error) {
      const reason = explain(error)
      if (reason instanceof DatabaseError && reason.kind === 'busy') return false
      throw reason
    }
  }

  return {
    isUnderway: (): boolean => isWriting || isOpen,

    /**
     * The one way to write: all of it in one transaction, or nothing when the work throws.
     * A change within another is part of it: when it fails, all does.
     * Throws a ReadOnlyError; or a DatabaseError when another process is writing, and has then done nothing.
     */
    change<T>(work: (run: Run) => T): T {
      if (isWriting) return changeWithin(work)
      endRead()
      if (!isGathering) endTogether()
      isWriting = true
      try {
        return isGathering ? changeTogether(work) : changeAlone(work)
      } catch (error) {
        throw explain(error)
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

    /** Rises when changes that were made are gone. */
    losses: (): number => losses,

    together: {
      /** The changes of the work need not be in the file before end() is called. */
      gather<T>(work: () => T): T {
        isGathering = canGather
        try {
          return work()
        } finally {
          isGathering = false
        }
      },

      /** Whether changes wait for end(), or are gone. */
      isOpen: (): boolean => isOpen || lost !== undefined,

      /** Puts the changes into the file; says why when they are gone. */
      end(): { readonly error: unknown } | undefined {
        endTogether()
        const reason = lost
        lost = undefined
        return reason
      },
    },

    /** Before what needs no transaction. */
    endTogether,
  }
}
