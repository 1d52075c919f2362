// The database of a store: in memory or in a file, seeded when it is new.

import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { systemReasonOf } from '../system/system-errors.ts'
import { hasTemporaryFolder } from '../system/temporary-folder.ts'
import {
  createPrivateFile,
  type FileName,
  findDatabaseFile,
  requireWritable,
  sizeOf,
  unusable,
} from './database-file.ts'
import type { InventUuids } from './chats.ts'
import type { InventMessages } from './histories.ts'
import { type ImportOptions, importSeed, type Seed } from './import.ts'
import { type Lock, takeLock } from './lock.ts'
import { emptyFile, explainReading, requireComplete, requireReadableAlone } from './read-only.ts'
import { requireAddon } from './addon.ts'
import { columnNames, EARLIER_VERSION, SCHEMA_VERSION, tables } from './schema.ts'
import { StoreError } from './store-error.ts'

/** A page of 15 rows then lies in one or two pages of the file, and filling a file takes fewer writes. */
const PAGE_SIZE = 'page_size = 16384'
/** SQLite sorts with as much again when it makes an index. */
const CACHE_SIZE = 'cache_size = -16384'
/** A database without a name lives in the cache. What does not fit there goes to a file that ends with it. */
const TEMPORARY = ''

/** `file` keeps the rows; undefined for memory. */
export type StoreOptions = ImportOptions &
  FileName & {
    /** The rows for a store that is still empty. */
    readonly seed: () => Promise<Seed>
    /** Make up what nobody gives. */
    readonly inventUuids: InventUuids
    readonly inventMessages: InventMessages
    /** The name of the rows that a file must hold that has some; undefined accepts any. */
    readonly expected?: (() => Promise<string | undefined>) | undefined
    /** Whether other processes may use the file at the same time, if they agree. */
    readonly isShared?: boolean | undefined
    /** Whether the file stays as it is. Needs a file that has rows. */
    readonly isReadOnly?: boolean | undefined
    /** Called with what fails while nobody waits for it. */
    readonly onError?: ((error: unknown) => void) | undefined
  }

type OpenedDatabase = {
  readonly db: Database.Database
  /** Undefined for memory, and where nothing is written. */
  readonly lock?: Lock
}

export type { Seed } from './import.ts'

/** Throws a StoreError, and has then closed what it opened. */
export function openDatabase(options: StoreOptions): Promise<OpenedDatabase> {
  requireAddon()
  return options.file === undefined ? openMemory(options) : openFile(options.file, options)
}

async function openMemory({ seed, ...options }: StoreOptions): Promise<OpenedDatabase> {
  const rows = await seed()
  const db = new Database(hasTemporaryFolder() ? TEMPORARY : ':memory:')
  try {
    db.pragma(PAGE_SIZE)
    db.pragma('journal_mode = MEMORY')
    db.pragma(CACHE_SIZE)
    sortInMemoryAtNeed(db)
    await importSeed(db, rows, options)
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
    lock = await takeLock(path, { ...options, isShared: options.isShared ?? false })
    const held = sizeOf(path) ? readHeld(path, options) : undefined
    if (held === undefined) await fillFile(path, options)
    else await requireExpected(held, options)
    return { db: openSeeded(path), lock }
  } catch (error) {
    lock?.release()
    throw explainFile(options, error)
  }
}

async function requireExpected(held: string, options: StoreOptions): Promise<void> {
  const expected = await options.expected?.()
  if (expected === undefined || expected === held) return
  throw new StoreError(
    `${options.file} holds ${held}, not ${expected}; remove the file, or start without naming a dataset`,
  )
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

/** As a StoreError, where the system or SQLite is to blame. */
export function explainFile(named: FileName, error: unknown): unknown {
  const reason = systemReasonOf(error)
  if (reason !== undefined) return unusable(named, reason)
  return error instanceof Database.SqliteError
    ? unusable(named, `SQLite refuses it (${error.message}); name another file`)
    : error
}

/** Damage to the small tables or their indexes fails here, and not in the middle of an answer. */
export function requireReadable(db: Database.Database, named: FileName): void {
  for (const table of SMALL_TABLES) {
    if (db.pragma(`integrity_check(${table})`, { simple: true }) !== 'ok')
      throw unusable(named, DAMAGED)
  }
}

const DAMAGED = 'the file is damaged; restore a copy, or remove it to have it made again'

const SMALL_TABLES = ['users', 'tokens', 'baseline_users', 'baseline_tokens', 'datasets', 'seeded']

/**
 * The name of the rows in a file, as its seed said it; undefined for a file without a page, which a killed first filling leaves.
 * A foreign file is left as it is: only a process that may write takes its log away.
 */
function readHeld(
  file: string,
  { isReadOnly, ...named }: FileName & Pick<StoreOptions, 'isReadOnly'>,
): string | undefined {
  return closeAfter(
    new Database(file, { readonly: isReadOnly === true, fileMustExist: true }),
    (db) => {
      if (db.pragma('page_count', { simple: true }) === 0) return undefined
      requireOwn(db, named)
      return db.prepare<[], string>('SELECT source FROM seeded').pluck().get()
    },
  )
}

/** Any program may call a table `seeded`, or number its versions as this one does. */
function requireOwn(db: Database.Database, named: FileName): void {
  const isOurs =
    db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seeded'`).get() !==
    undefined
  const version = db.pragma('user_version', { simple: true })
  if (isOurs && version !== SCHEMA_VERSION && version !== EARLIER_VERSION)
    throw unusable(
      named,
      'another version of this program made it; remove the file to have it made again',
    )
  const held = new Map(db.prepare<[], [string, string]>(columnNames).raw().all())
  for (const [table, columns] of ownTables()) {
    if (held.get(table) !== (version === EARLIER_VERSION ? earlierColumns(columns) : columns))
      throw unusable(named, 'it is a database of something else; name another file')
  }
}

const earlierColumns = (columns: string): string => columns.replace(/,last_message$/, '')

/** The columns of each table by its name, of those that every file has. */
function ownTables(): [string, string][] {
  return closeAfter(new Database(':memory:'), (db) => {
    db.exec(tables)
    return db.prepare<[], [string, string]>(columnNames).raw().all()
  })
}

function openSeeded(file: string): Database.Database {
  return closeOnFailure(new Database(file, { fileMustExist: true }), (db) => {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('cache_size = -8192')
    sortInMemoryAtNeed(db)
  })
}

/** SQLite sorts the rows of an index in a temporary file, and fails where it can make none: in a container that is read-only, say. */
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
 * Fills a file in one transaction, in the file itself: that keeps its owner, its mode and what is mounted. A filling that is
 * killed leaves a journal, with which SQLite makes the file empty again.
 */
async function fillFile(file: string, { seed, ...options }: StoreOptions): Promise<void> {
  const rows = await seed()
  const isNew = sizeOf(file) === undefined
  if (isNew) createPrivateFile(file)
  try {
    const db = new Database(file, { fileMustExist: true })
    try {
      db.pragma(PAGE_SIZE)
      // The journal of a file without pages holds none, so that it costs next to nothing.
      db.pragma('journal_mode = DELETE')
      db.pragma('synchronous = OFF')
      db.pragma(CACHE_SIZE)
      sortInMemoryAtNeed(db)
      await importSeed(db, rows, options)
    } finally {
      db.close()
    }
  } catch (error) {
    if (isNew) rmSync(file, { force: true })
    throw error
  }
}

function closeAfter<T>(db: Database.Database, work: (db: Database.Database) => T): T {
  try {
    return work(db)
  } finally {
    db.close()
  }
}
