// Each change is a transaction. Clients that call at the same time share one transaction, because a
// commit costs more than most changes. The commit ends before any of these clients gets its answer.
//
// If one change in a shared transaction fails, the mock rolls all back and repeats the earlier ones.
// Failures are rare. A savepoint for each change would copy every page that the change touches.

import type Database from 'better-sqlite3'
import type { Outdated } from './change-notes.ts'
import { DatabaseError } from './database-error.ts'
import { createNestedChanges } from './nested-changes.ts'
import type { Bound } from './values.ts'
import { createWriteLock, type WriteLockOptions } from './write-lock.ts'
import { boundLog } from './write-ahead-log.ts'
import { createRun, type Run } from './write-statements.ts'

export type WritingOptions = Omit<WriteLockOptions, 'isHeld'> & {
  readonly isReadOnly: boolean
  /** Called when a shared transaction is lost, with changes that had already succeeded. */
  readonly onLost: () => void
  /** Called when a statement writes to a table in SELDOM_CHANGING, and at each rollback. */
  readonly onSeldomChange: () => void
}

export function createWriting(db: Database.Database, options: WritingOptions) {
  const { file, isShared, isReadOnly, explain, endRead, notes, onLost, onSeldomChange } = options
  const run = createRun(db, onSeldomChange)
  const rollback = db.prepare('ROLLBACK')
  const log = file === undefined || isReadOnly ? undefined : boundLog(db, file)
  let isWriting = false
  let isGathering = false
  /** Whether a shared transaction has begun and waits for its commit. */
  let isOpen = false
  /** The statements of the changes that wait for their commit. */
  const steps: { readonly sql: string; readonly bound: Bound[] }[] = []
  let lost: { readonly error: unknown } | undefined
  let losses = 0
  const { whole, within } = createNestedChanges(notes)
  const lock = createWriteLock(db, { ...options, isHeld: () => isOpen })

  const runAsStep: Run = (sql, ...bound) => {
    steps.push({ sql, bound })
    return run(sql, ...bound)
  }

  function rollBack(): void {
    if (db.inTransaction) rollback.run()
    onSeldomChange()
  }

  function changeAlone<T>(work: (run: Run) => T, outdated: Outdated): T {
    try {
      lock.beginWrite(outdated)
      const result = whole(work, run)
      lock.commitWrite()
      log?.noteCommit()
      return result
    } catch (error) {
      rollBack()
      noteFull(error)
      throw error
    }
  }

  function changeTogether<T>(work: (run: Run) => T): T {
    if (!isOpen) lock.beginWrite()
    isOpen = true
    const before = steps.length
    try {
      return whole(work, runAsStep)
    } catch (error) {
      takeBack(before, error)
      throw error
    }
  }

  /** Undoes a failed change, whose steps begin at index `before`, and repeats the earlier steps. */
  function takeBack(before: number, error: unknown): void {
    // SQLite rolls back the whole transaction by itself if the disk is full.
    if (!db.inTransaction) return lose(error)
    if (steps.length === before) return
    steps.length = before
    try {
      rollBack()
      isOpen = before > 0
      if (!isOpen) return
      lock.beginWrite()
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
    noteFull(error)
    onSeldomChange()
    onLost()
  }

  function noteFull(error: unknown): void {
    const reason = explain(error)
    if (reason instanceof DatabaseError && reason.kind === 'full') log?.noteFull()
  }

  function endTogether(): void {
    if (!isOpen) return
    try {
      lock.commitWrite()
      isOpen = false
      steps.length = 0
      log?.noteCommit()
    } catch (error) {
      rollBack()
      lose(error)
    }
  }

  /**
   * The only way to write: one transaction, which is rolled back if the work throws.
   * A nested change is part of the outer one: if it fails, the outer change fails too.
   * Throws a ReadOnlyError, or a DatabaseError if another process is writing. Nothing is written.
   */
  function changeOutdating<T>(outdated: Outdated, work: (run: Run) => T): T {
    if (isWriting) return within(work, isGathering ? runAsStep : run, outdated)
    endRead()
    if (!isGathering) endTogether()
    isWriting = true
    try {
      return isGathering ? changeTogether(work) : changeAlone(work, outdated)
    } catch (error) {
      throw explain(error)
    } finally {
      isWriting = false
    }
  }

  /** Waits until the log is short enough, and no other process writes. */
  async function untilReady(work?: 'forCalls'): Promise<void> {
    await log?.untilBounded(work)
    await lock.untilWritable()
  }

  return {
    isUnderway: (): boolean => isWriting || isOpen,

    change: <T>(work: (run: Run) => T): T => changeOutdating('everything', work),

    changeOutdating,

    /** A call that writes waits for this first. Rejects as untilNextChange() does. */
    untilWritable: (): Promise<void> => untilReady('forCalls'),

    /** Work yields this after each change. A promise in a shared file, and while the log is long. */
    betweenChanges: (): Promise<void> | undefined =>
      isShared ? untilReady() : log?.untilBounded(),

    /**
     * Long work waits for this between two of its changes. Rejects with a DatabaseError when another
     * process writes for half a second.
     */
    untilNextChange: (): Promise<void> => untilReady(),

    /** Undefined in memory and for a read-only file. */
    log,

    /** The number of shared transactions that were lost. */
    losses: (): number => losses,

    together: {
      /** Runs work whose changes may wait for their commit until end(). */
      gather<T>(work: () => T): T {
        isGathering = !isShared
        try {
          return work()
        } finally {
          isGathering = false
        }
      },

      /** Whether changes wait for end(), or were lost before it. */
      isOpen: (): boolean => isOpen || lost !== undefined,

      /** Commits the changes. Returns the error if they were lost. */
      end(): { readonly error: unknown } | undefined {
        endTogether()
        const reason = lost
        lost = undefined
        return reason
      },
    },

    /** Commits waiting changes. Call it before work that must run outside of a transaction. */
    endTogether,
  }
}
