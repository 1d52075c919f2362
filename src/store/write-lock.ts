// Takes the lock that lets only one process write to a file.

import type Database from 'better-sqlite3'
import { performance, sleep } from '../clock/real-time.ts'
import type { ChangeNotes, Outdated } from './change-notes.ts'
import { DatabaseError } from './database-error.ts'

export type WriteLockOptions = {
  /** Undefined means that the database is in memory. */
  readonly file: string | undefined
  /** Whether other mocks write to the file as well. */
  readonly isShared: boolean
  readonly explain: (error: unknown) => unknown
  /** Ends a transaction that only reads. */
  readonly endRead: () => void
  /** Whether a transaction of this process already has the lock. */
  readonly isHeld: () => boolean
  readonly notes: ChangeNotes
}

/** How long a call waits for the write lock of another process, and how often it tries. */
const BUSY_MS = 500
const BUSY_STEP_MS = 10
/**
 * Another process may take the lock between the check and the write. If the lock was free less than
 * FREE_MS ago, the mock blocks for SHORT_WAIT_MS, although all other calls wait meanwhile.
 */
const FREE_MS = 100
const SHORT_WAIT_MS = 20
/** A file that is not shared needs no new check within this time after its lock was free. */
const FRESH_MS = 2

export function createWriteLock(
  db: Database.Database,
  { file, isShared, explain, endRead, isHeld, notes }: WriteLockOptions,
) {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  let freeAt = -Infinity

  function beginWrite(outdated: Outdated = 'everything'): void {
    try {
      begin.run()
    } catch (error) {
      const reason = explain(error)
      const isBusy = reason instanceof DatabaseError && reason.kind === 'busy'
      if (!isBusy || performance.now() - freeAt > FREE_MS) throw reason
      beginPatiently()
    }
    freeAt = performance.now()
    if (file !== undefined) notes.notice()
    notes.begin(outdated)
  }

  function commitWrite(): void {
    notes.write()
    commit.run()
    notes.keep()
  }

  function beginPatiently(): void {
    db.pragma(`busy_timeout = ${SHORT_WAIT_MS}`)
    try {
      begin.run()
    } finally {
      db.pragma('busy_timeout = 0')
    }
  }

  /** Returns false if another process is writing. Throws a DatabaseError for other obstacles. */
  function isFree(): boolean {
    if (isHeld() || (!isShared && performance.now() - freeAt < FRESH_MS)) return true
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
    /** Begins a transaction. Throws a DatabaseError when another process is writing. */
    beginWrite,

    commitWrite,

    /**
     * Waits while another process writes, without blocking other calls.
     * Rejects with a DatabaseError after half a second.
     */
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
  }
}
