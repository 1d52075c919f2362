// The database of a store: in memory or in a file, seeded when it is new.

import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { findTarget } from '../file-target.ts'
import { systemReasonOf } from '../system-errors.ts'
import { type ImportOptions, importRows, type Rows } from './import.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { StoreError } from './store-error.ts'

/** A page of 15 rows then lies in one or two pages of the file, and filling a file takes fewer writes. */
const PAGE_SIZE = 'page_size = 16384'

export type StoreOptions = Omit<ImportOptions, 'source'> & {
  /** A file that keeps the rows; undefined for memory. */
  readonly file: string | undefined
  /** Where its name came from, for messages. */
  readonly filePlace?: string | undefined
  /** The rows for a store that is still empty, and what they are called. */
  readonly seed: () => Promise<Seed>
  /** What an existing file must hold; undefined accepts whatever it holds. */
  readonly expected?: string | undefined
}

type FileName = Pick<StoreOptions, 'file' | 'filePlace'>

export type Seed = { readonly rows: Rows; readonly source: string }

/** Throws a StoreError, and has then closed what it opened. */
export const openDatabase = (options: StoreOptions): Promise<Database.Database> =>
  options.file === undefined ? openMemory(options) : openFile(options.file, options)

async function openMemory({ seed, ...options }: StoreOptions): Promise<Database.Database> {
  const { rows, source } = await seed()
  return closeOnFailure(new Database(':memory:'), (db) => {
    db.pragma(PAGE_SIZE)
    importRows(db, rows, { ...options, source })
  })
}

async function openFile(name: string, options: StoreOptions): Promise<Database.Database> {
  try {
    const { path, kind } = findTarget(name)
    const folder = [dirname(name), dirname(path)].find((each) => !existsSync(each))
    if (kind === 'none' && folder !== undefined) throw unusable(options, `the folder ${folder} does not exist; create it first`)
    if (kind === 'folder') throw unusable(options, 'it is a folder; name a file')
    if (kind === 'stream') throw unusable(options, 'it is a device or a pipe; name a file')
    if (kind === 'none' || statSync(path).size === 0) await createFile(path, options)
    const held = readSource(path, options)
    if (options.expected === undefined || options.expected === held) return openSeeded(path)
    throw new StoreError(`${name} holds ${held}, not ${options.expected}; remove the file, or start without naming a dataset`)
  } catch (error) {
    throw explainFile(options, error)
  }
}

/** As a StoreError, where the system or SQLite is to blame. */
export function explainFile(named: FileName, error: unknown): unknown {
  if (isUnknownTable(error)) return unusable(named, 'it is a database of something else; name another file')
  const reason = systemReasonOf(error)
  return reason === undefined ? error : unusable(named, reason)
}

/** What is damaged in the small tables fails here, and not in the middle of an answer. Throws the error of SQLite. */
export function requireReadable(db: Database.Database): void {
  for (const table of SMALL_TABLES) db.prepare(`SELECT * FROM ${table}`).all()
}

const SMALL_TABLES = ['users', 'tokens', 'baseline_users', 'baseline_tokens', 'datasets', 'seeded']

const unusable = ({ file, filePlace = '--db' }: FileName, reason: string): StoreError =>
  new StoreError(`cannot use ${file ?? 'memory'} as ${filePlace}: ${reason}`)

/** SQLite has no code of its own for it. */
const isUnknownTable = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR' && /^no such (?:table|column)/.test(error.message)

/** What a file holds, as its seed called it. A file of something else is left as it is: only who may write takes its log away. */
function readSource(file: string, named: FileName): string | undefined {
  const db = new Database(file, { fileMustExist: true })
  try {
    const source = db.prepare<[], string>('SELECT source FROM seeded').pluck().get()
    if (db.pragma('user_version', { simple: true }) === SCHEMA_VERSION) return source
    throw unusable(named, 'another version of this program made it; remove the file to have it made again')
  } finally {
    db.close()
  }
}

function openSeeded(file: string): Database.Database {
  return closeOnFailure(new Database(file, { fileMustExist: true }), (db) => {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('cache_size = -8192')
  })
}

function closeOnFailure(db: Database.Database, prepare: (db: Database.Database) => void): Database.Database {
  try {
    prepare(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A new file is filled under another name first, so that a file under its own name is always whole. */
async function createFile(file: string, { seed, ...options }: StoreOptions): Promise<void> {
  const { rows, source } = await seed()
  const draft = `${file}.seeding`
  rmSync(draft, { force: true })
  try {
    const db = new Database(draft)
    try {
      db.pragma(PAGE_SIZE)
      db.pragma('journal_mode = OFF')
      db.pragma('synchronous = OFF')
      db.pragma('cache_size = -65536')
      importRows(db, rows, { ...options, source })
    } finally {
      db.close()
    }
    renameSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
}
