// Opens the database of a store, in memory or in a file, and seeds it if it is empty.

import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { hasTemporaryFolder } from '../system/temporary-folder.ts'
import { createPrivateFile, findDatabaseFile, requireWritable, sizeOf } from './database-file.ts'
import { requireOwnCompanions } from './companions.ts'
import type { FileName } from './file-name.ts'
import type { InventUuids } from './chats.ts'
import { type Expected, explainFile, readHeld, requireExpected } from './held-rows.ts'
import type { InventMessages } from './histories.ts'
import { keepRows, takeKeptRows } from './kept-rows.ts'
import { type ImportOptions, importSeed, type Seed } from './import.ts'
import type { Lock } from './lock.ts'
import { emptyFile, explainReading, requireComplete, requireReadableAlone } from './read-only.ts'
import { requireAddon } from './addon.ts'

/** In bytes. With this size 15 rows fit into one or two pages, and a first fill writes less often. */
const PAGE_SIZE = 'page_size = 16384'
/** 16 MiB. */
const CACHE_SIZE = 'cache_size = -16384'
/** 4 MiB. Each sorter of a new index uses the same amount again. */
const CACHE_SIZE_OF_FILL = 'cache_size = -4096'
/** Two threads sort the rows of a new index, while the thread of the store reads further ones. */
const SORTERS = 'threads = 2'
/** SQLite keeps a database without a name in its cache, and the rest in a temporary file. */
const TEMPORARY = ''

/** Rows are stored in `file`. Undefined means in memory. */
export type StoreOptions = ImportOptions &
  FileName & {
    /** Supplies the rows. Called only for an empty store. */
    readonly seed: () => Promise<Seed>
    /** Both invent values that the input leaves out. */
    readonly inventUuids: InventUuids
    readonly inventMessages: InventMessages
    readonly expected?: Expected
    /** A file that keeps the rows of a store in memory, or will. */
    readonly kept?: string | undefined
    /** Whether other processes may use the file at the same time. They need this option too. */
    readonly isShared?: boolean | undefined
    /** Never writes to the file, which must already hold rows. */
    readonly isReadOnly?: boolean | undefined
    /** Called with errors of background work, which no caller awaits. */
    readonly onError?: ((error: unknown) => void) | undefined
  }

type OpenedDatabase = {
  readonly db: Database.Database
  /** Undefined for a database in memory or read-only. */
  readonly lock?: Lock
}

export type { Seed } from './import.ts'

/** Rejects with a StoreError, after it has closed everything that it opened. */
export function openDatabase(options: StoreOptions): Promise<OpenedDatabase> {
  requireAddon()
  return options.file === undefined ? openMemory(options) : openFile(options.file, options)
}

async function openMemory({ seed, kept, ...options }: StoreOptions): Promise<OpenedDatabase> {
  const db = new Database(hasTemporaryFolder() ? TEMPORARY : ':memory:')
  try {
    db.pragma(PAGE_SIZE)
    db.pragma('journal_mode = MEMORY')
    prepareFill(db)
    if (kept === undefined) await importSeed(db, await seed(), options)
    else if (!takeKeptRows(db, kept)) {
      await importSeed(db, await seed(), options)
      keepRows(db, kept)
    }
    db.pragma(CACHE_SIZE)
    return { db }
  } catch (error) {
    db.close()
    throw error
  }
}

async function openFile(file: string, options: StoreOptions): Promise<OpenedDatabase> {
  let lock: Lock | undefined
  try {
    const path = findDatabaseFile({ ...options, file })
    if (options.isReadOnly === true) return { db: await openReadOnly(path, options) }
    requireWritable(options, path)
    // A store in memory needs no lock, so its start is faster without this code.
    const { takeLock } = await import('./lock.ts')
    lock = await takeLock(path, { ...options, isShared: options.isShared ?? false })
    const held = sizeOf(path) ? readHeld(path, options) : undefined
    if (held === undefined) await fillFile(path, options)
    else await requireExpected(held, options)
    return { db: openSeeded(path, options), lock }
  } catch (error) {
    lock?.release()
    throw explainFile(options, error)
  }
}

async function openReadOnly(path: string, options: StoreOptions): Promise<Database.Database> {
  requireReadableAlone(options, path)
  try {
    const held = readHeld(path, options)
    if (held === undefined) throw emptyFile(options)
    await requireExpected(held, options)
    return closeOnFailure(new Database(path, { readonly: true }), (db) => {
      requireComplete(db, options, options.order)
      db.pragma('cache_size = -8192')
      db.pragma('temp_store = MEMORY')
    })
  } catch (error) {
    throw explainReading(options, error)
  }
}

function openSeeded(file: string, named: FileName): Database.Database {
  return closeOnFailure(new Database(file, { fileMustExist: true }), (db) => {
    db.pragma('journal_mode = WAL')
    // Reading opens the log. Another user may have put one there since the first look.
    db.pragma('user_version')
    requireOwnCompanions(named, file)
    db.pragma('synchronous = NORMAL')
    db.pragma('cache_size = -8192')
    sortInMemoryAtNeed(db)
  })
}

/** Sorters without a temporary file would take longer than the thread of the store alone. */
function prepareFill(db: Database.Database): void {
  db.pragma(CACHE_SIZE_OF_FILL)
  sortInMemoryAtNeed(db)
  if (hasTemporaryFolder()) db.pragma(SORTERS)
}

/**
 * SQLite sorts the rows of an index in a temporary file. Where it cannot create one, for example in
 * a read-only container, it must sort in memory.
 */
function sortInMemoryAtNeed(db: Database.Database): void {
  if (!hasTemporaryFolder()) db.pragma('temp_store = MEMORY')
}

function closeOnFailure(
  db: Database.Database,
  prepare: (db: Database.Database) => void,
): Database.Database {
  try {
    prepare(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Fills the file in place, in one transaction. A renamed copy would lose owner, mode and mounts.
 * If the process is killed, SQLite uses the journal that remains to make the file empty again.
 */
async function fillFile(file: string, { seed, ...options }: StoreOptions): Promise<void> {
  const rows = await seed()
  const isNew = sizeOf(file) === undefined
  if (isNew) createPrivateFile(file)
  try {
    const db = new Database(file, { fileMustExist: true })
    try {
      db.pragma(PAGE_SIZE)
      // The rollback journal saves old pages. A new file has none, so the journal is almost free.
      db.pragma('journal_mode = DELETE')
      db.pragma('synchronous = OFF')
      prepareFill(db)
      await importSeed(db, rows, options)
    } finally {
      db.close()
    }
  } catch (error) {
    undoFill(file, isNew)
    throw error
  }
}

/**
 * After a full disk the journal remains. Beside another file of the same name it would make SQLite
 * empty that file.
 */
function undoFill(file: string, isNew: boolean): void {
  if (isNew) {
    for (const path of [file, `${file}-journal`]) rmSync(path, { force: true })
    return
  }
  try {
    const db = new Database(file, { fileMustExist: true })
    // Any read makes SQLite use the journal.
    db.pragma('page_count')
    db.close()
  } catch {
    // The next start uses the journal.
  }
}
