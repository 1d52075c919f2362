// Locks a file for one process, or for several processes that all agree to share it.
//
// The lock is an SQLite lock on an empty file beside the database. The system releases it when its
// process ends for any reason. It also separates two stores of one process. lock-owner.ts names the
// process, for messages.

import { accessSync, constants, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { performance, realNow, sleep } from '../clock/real-time.ts'
import { codeOf, reasonOf } from '../system/system-errors.ts'
import { createPrivateFile, hasOtherNames, inodeOf, sizeOf } from './database-file.ts'
import { type FileName, unusable } from './file-name.ts'
import { explainOwner, noteOwner, type Owner, readOwner } from './lock-owner.ts'

const STEP_MS = 20
/** A process that only checks the lock, or that is closing, holds it for a moment. */
const SHORT_MS = 200
/** The first process that shares a file may have to fill it before others can open it. */
const FILLING_MS = 60_000

export type Lock = {
  /** Whether no other process used the file when this lock was taken. */
  readonly isAlone: boolean
  /** Opens the file for other processes that share it. They wait until this call. */
  readonly share: () => Promise<void>
  /** Adds this process's address to its note for other processes. */
  readonly nameUrl: (url: string) => void
  /** Call this when the database is closed. */
  readonly release: () => void
}

export type LockOptions = FileName & {
  /** Whether other processes may use the file too, if they also agree to share it. */
  readonly isShared: boolean
}

/** Rejects with a StoreError that names the process which holds the lock. */
export async function takeLock(path: string, { isShared, ...named }: LockOptions): Promise<Lock> {
  const lockPath = `${path}-lock`
  const ownerPath = `${path}-owner`
  // A process that uses the file has a log, and had a lock. Something else has removed that.
  const isLockLost = sizeOf(lockPath) === undefined && sizeOf(`${path}-wal`) !== undefined
  const first = tryLock(lockPath, 'EXCLUSIVE', named)
  let isAlone = first !== undefined
  let db = first ?? (await openLock())
  if (isAlone && (isLockLost || hasOtherNames(path)) && isInUse(path)) {
    releaseAlone(db)
    throw unusable(named, isLockLost ? explainOwner(readOwner(ownerPath)) : IN_USE_BY_LINK)
  }
  const owner: Owner = { pid: process.pid, since: new Date(realNow()).toISOString(), isShared }
  noteOwner(ownerPath, owner)

  async function openLock(): Promise<Database.Database> {
    const begin = performance.now()
    for (;;) {
      const kind = isShared && isFilled(path) ? 'SHARED' : 'EXCLUSIVE'
      const held = tryLock(lockPath, kind, named)
      if (held) {
        isAlone = kind === 'EXCLUSIVE'
        return held
      }
      const holder = readOwner(ownerPath)
      const patience = isShared && holder?.isShared === true ? FILLING_MS : SHORT_MS
      if (performance.now() - begin > patience) throw unusable(named, explainOwner(holder))
      await sleep(STEP_MS)
    }
  }

  function releaseAlone(held: Database.Database): void {
    removeFile(lockPath)
    held.close()
  }

  return {
    isAlone,
    async share(): Promise<void> {
      if (!isShared || !isAlone) return
      db.close()
      db = await openLock()
    },
    nameUrl: (url) => noteOwner(ownerPath, { ...owner, url }),
    release(): void {
      if (!db.open) return
      if (isShared) db.exec('ROLLBACK')
      // Other processes that share the file still need both files. A process that has opened a
      // removed file detects this by its inode.
      if (!isShared || tryExclusive(db)) for (const each of [ownerPath, lockPath]) removeFile(each)
      db.close()
    },
  }
}

/**
 * Processes that begin at the same moment can keep each other from being alone. None of them may
 * share a file that one of them has to fill first. Only a fill that was cut off leaves a journal.
 */
const isFilled = (path: string): boolean =>
  (sizeOf(path) ?? 0) > 0 && sizeOf(`${path}-journal`) === undefined

/** Undefined while another process holds the lock. */
function tryLock(
  lockPath: string,
  kind: 'EXCLUSIVE' | 'SHARED',
  named: FileName,
): Database.Database | undefined {
  let db: Database.Database | undefined
  try {
    createLockFile(lockPath)
    // SQLite would open a file that it cannot write for reading alone, and lock nothing.
    accessSync(lockPath, constants.W_OK)
    const inode = inodeOf(lockPath)
    db = new Database(lockPath, { fileMustExist: true, timeout: 0 })
    db.pragma('journal_mode = MEMORY')
    db.exec(kind === 'SHARED' ? 'BEGIN; SELECT count(*) FROM sqlite_master' : 'BEGIN EXCLUSIVE')
    if (inodeOf(lockPath) === inode) return db
  } catch (error) {
    if (!isBusy(error) && inodeOf(lockPath) !== undefined) {
      db?.close()
      throw unusable(
        named,
        `${lockPath} beside it cannot be used (${reasonOf(error)}); remove that while nothing uses the database`,
      )
    }
  }
  db?.close()
  return undefined
}

function tryExclusive(db: Database.Database): boolean {
  try {
    db.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (!isBusy(error)) throw error
    return false
  }
}

/**
 * Whether another process has the database open by another name. SQLite locks the file itself but
 * finds its log only by name.
 */
function isInUse(path: string): boolean {
  let db: Database.Database | undefined
  try {
    db = new Database(path, { fileMustExist: true, timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE; ROLLBACK')
    return false
  } catch (error) {
    // A file that is not a database is refused later, with its own message.
    return isBusy(error)
  } finally {
    db?.close()
  }
}

const isBusy = (error: unknown): boolean => codeOf(error)?.startsWith('SQLITE_BUSY') === true

function createLockFile(lockPath: string): void {
  try {
    createPrivateFile(lockPath)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** On Windows, an open file cannot be removed. The remaining file does no harm. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // The next process reuses the file.
  }
}

const IN_USE_BY_LINK =
  'another process is using it by another name of the same file (a hard link); stop that process, or name a copy of the file'
