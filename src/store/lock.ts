// The processes that use a file: one alone, or several that all agree to share it.
//
// The lock is one of SQLite's, on an empty file beside the database. The system drops it when its process ends, however that
// happens, and two stores of one process keep each other out as well. A second file names the process, for messages.

import { rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import * as z from 'zod'
import { realNow, sleep } from '../clock/real-time.ts'
import { readOwnFile, writeOwnFile } from '../own-files.ts'
import { codeOf, reasonOf } from '../system-errors.ts'
import { createPrivateFile, type FileName, inodeOf, unusable } from './database-file.ts'

const TRIES = 10
const STEP_MS = 20

const Owner = z.object({
  pid: z.int().positive(),
  /** Known once it listens. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  since: z.iso.datetime(),
  isShared: z.boolean(),
})
type Owner = z.infer<typeof Owner>

/** Far more than an owner has. */
const MAX_BYTES = 4096

export type Lock = {
  /** Adds the address to what other processes are told. */
  readonly nameUrl: (url: string) => void
  /** To be called when the database is closed. */
  readonly release: () => void
}

export type LockOptions = FileName & {
  /** Whether other processes may use the file as well, if they agree. */
  readonly isShared: boolean
}

/** Rejects with a StoreError that names the process which has the lock. */
export async function takeLock(path: string, { isShared, ...named }: LockOptions): Promise<Lock> {
  const lockPath = `${path}-lock`
  const ownerPath = `${path}-owner`
  const db = await openLock()
  const owner: Owner = { pid: process.pid, since: new Date(realNow()).toISOString(), isShared }
  noteOwner(ownerPath, owner)

  async function openLock(): Promise<Database.Database> {
    // A process that only looks, or that is closing, holds the lock for a moment.
    for (let n = 0; n < TRIES; n++) {
      if (n > 0) await sleep(STEP_MS)
      const held = tryLock(lockPath, isShared, named)
      if (held) return held
    }
    throw unusable(named, explainOwner(readOwner(ownerPath)))
  }

  return {
    nameUrl: (url) => noteOwner(ownerPath, { ...owner, url }),
    release(): void {
      if (isShared) db.exec('ROLLBACK')
      // Other processes that share the file still need both. A process that opened a removed file notices by its inode.
      if (!isShared || tryExclusive(db)) for (const each of [ownerPath, lockPath]) removeFile(each)
      db.close()
    },
  }
}

/** Undefined while others hold it. */
function tryLock(lockPath: string, isShared: boolean, named: FileName): Database.Database | undefined {
  let db: Database.Database | undefined
  try {
    createLockFile(lockPath)
    const inode = inodeOf(lockPath)
    db = new Database(lockPath, { fileMustExist: true, timeout: 0 })
    db.pragma('journal_mode = MEMORY')
    if (isShared) db.exec('BEGIN; SELECT count(*) FROM sqlite_master')
    else db.exec('BEGIN EXCLUSIVE')
    if (inodeOf(lockPath) === inode) return db
  } catch (error) {
    if (!isBusy(error) && inodeOf(lockPath) !== undefined) {
      db?.close()
      throw unusable(named, `${lockPath} beside it cannot be used (${reasonOf(error)}); remove that while nothing uses the database`)
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

const isBusy = (error: unknown): boolean => codeOf(error)?.startsWith('SQLITE_BUSY') === true

function createLockFile(lockPath: string): void {
  try {
    createPrivateFile(lockPath)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** The lock holds without it. */
function noteOwner(ownerPath: string, owner: Owner): void {
  try {
    writeOwnFile(dirname(ownerPath), basename(ownerPath), JSON.stringify(owner))
  } catch {
    // The disk may be full.
  }
}

/** On Windows, a file that is open stays. It does no harm. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // The next process takes it over.
  }
}

/** Undefined where there is none, or one of another user, or something else. */
function readOwner(ownerPath: string): Owner | undefined {
  try {
    return Owner.safeParse(JSON.parse(readOwnFile(ownerPath, MAX_BYTES) ?? 'null')).data
  } catch {
    return undefined
  }
}

function explainOwner(owner: Owner | undefined): string {
  if (owner === undefined) return 'another process is using it; stop that, or name another file'
  const { pid, url, since } = owner
  return `process ${pid}${url === undefined ? '' : ` (${url})`} has been using it since ${since}; stop that, or name another file`
}
