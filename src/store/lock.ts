// The processes that use a file: one alone, or several that all agree to share it.
//
// The lock is one of SQLite's, on an empty file beside the database. The system drops it when its process ends, however that
// happens, and two stores of one process keep each other out as well. A second file names the process, for messages.

import { rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import * as z from 'zod'
import { performance, realNow, sleep } from '../clock/real-time.ts'
import { readOwnFile, writeOwnFile } from '../system/own-files.ts'
import { codeOf, reasonOf } from '../system/system-errors.ts'
import {
  createPrivateFile,
  type FileName,
  hasOtherNames,
  inodeOf,
  unusable,
} from './database-file.ts'

const STEP_MS = 20
/** A process that only looks, or that is closing, holds the lock for a moment. */
const SHORT_MS = 200
/** A process that will share the file may have to fill it first. */
const FILLING_MS = 60_000

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
  /** Whether no other process used the file when the lock was taken. */
  readonly isAlone: boolean
  /** Lets others in that share the file; until then they wait. */
  readonly share: () => Promise<void>
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
  const alone = tryLock(lockPath, 'EXCLUSIVE', named)
  let db = alone ?? (await openLock())
  if (alone && hasOtherNames(path) && isInUse(path)) {
    releaseAlone(alone)
    throw unusable(named, IN_USE_BY_LINK)
  }
  const owner: Owner = { pid: process.pid, since: new Date(realNow()).toISOString(), isShared }
  noteOwner(ownerPath, owner)

  async function openLock(): Promise<Database.Database> {
    const begin = performance.now()
    for (;;) {
      const held = tryLock(lockPath, isShared ? 'SHARED' : 'EXCLUSIVE', named)
      if (held) return held
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
    isAlone: alone !== undefined,
    async share(): Promise<void> {
      if (!isShared || alone === undefined) return
      db.close()
      db = await openLock()
    },
    nameUrl: (url) => noteOwner(ownerPath, { ...owner, url }),
    release(): void {
      if (!db.open) return
      if (isShared) db.exec('ROLLBACK')
      // Other processes that share the file still need both. A process that opened a removed file notices by its inode.
      if (!isShared || tryExclusive(db)) for (const each of [ownerPath, lockPath]) removeFile(each)
      db.close()
    },
  }
}

/** Undefined while others hold it. */
function tryLock(
  lockPath: string,
  kind: 'EXCLUSIVE' | 'SHARED',
  named: FileName,
): Database.Database | undefined {
  let db: Database.Database | undefined
  try {
    createLockFile(lockPath)
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

/** Whether somebody has the database open by another name: SQLite locks the file itself, but knows its log by the name alone. */
function isInUse(path: string): boolean {
  let db: Database.Database | undefined
  try {
    db = new Database(path, { fileMustExist: true, timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE; ROLLBACK')
    return false
  } catch (error) {
    // A file that is no database is refused later, with its own sentence.
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

const IN_USE_BY_LINK =
  'another process is using it by another name of the same file (a hard link); stop that process, or name a copy of the file'

const ADVICE = 'stop that, name another file, or start both with --shared'

function explainOwner(owner: Owner | undefined): string {
  if (owner === undefined) return `another process is using it; ${ADVICE}`
  const { pid, url, since } = owner
  return `process ${pid}${url === undefined ? '' : ` (${url})`} has been using it since ${since}; ${ADVICE}`
}
