// The store: SQLite through better-sqlite3, in memory or in a file. Nothing outside this folder knows which database runs.

import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { Token } from '../dataset.ts'
import { createConversations } from './conversations.ts'
import { type ImportOptions, importRows, type Rows } from './import.ts'
import { indexes, reset } from './schema.ts'
import { createStatements } from './statements.ts'
import { createTokens, type KnownToken } from './tokens.ts'

/** A page of 15 rows then lies in one or two pages of the file, and filling a file takes fewer writes. */
const PAGE_SIZE = 'page_size = 16384'

export type StoreOptions = Omit<ImportOptions, 'source'> & {
  /** A file that keeps the rows; undefined for memory. */
  readonly file: string | undefined
  /** The rows for a store that is still empty, and what they are called. */
  readonly seed: () => Promise<Seed>
  /** What an existing file must hold; undefined accepts whatever it holds. */
  readonly expected?: string | undefined
}

export type Seed = { readonly rows: Rows; readonly source: string }

export type Store = Awaited<ReturnType<typeof openStore>>

/** A --db file that cannot be used; the message says why and what to do. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** Opens the store and seeds it when it is empty. Throws a StoreError. The caller closes it. */
export async function openStore(options: StoreOptions) {
  const { file, order } = options
  const db = file === undefined ? await openMemory(options) : await openFile(file, options)
  db.exec(indexes(order))
  const statements = createStatements(db, file !== undefined)
  const conversations = createConversations(statements, order)
  const tokens = createTokens(statements)
  let version = 0
  let othersVersion = readOthersVersion()

  /** A number that changes when another process has written to the file. */
  function readOthersVersion(): unknown {
    return file === undefined ? 0 : db.pragma('data_version', { simple: true })
  }

  function changed(): void {
    version++
    conversations.forget()
    tokens.forget()
  }

  function refresh(): void {
    statements.onNewSnapshot(() => {
      const seen = readOthersVersion()
      if (seen !== othersVersion) changed()
      othersVersion = seen
    })
  }

  return {
    select: conversations.select,
    count: conversations.count,
    rowsAt: conversations.rowsAt,
    rowsBeside: conversations.rowsBeside,

    findToken(secret: string): KnownToken | undefined {
      refresh()
      return tokens.find(secret)
    },

    listTokens: tokens.list,

    ownsAssistant(userId: number, id: bigint): boolean {
      return statements.first('SELECT 1 FROM assistants WHERE id = ? AND user_id = ?', id, userId) !== undefined
    },

    /** Rises whenever rows change, be it by another process. */
    version(): number {
      refresh()
      return version
    },

    /** What the rows are, as the seed called them. */
    source(): string {
      return String(statements.first('SELECT source FROM seeded')?.[0])
    },

    /** Gives the first user one more token, or a known token another edition. */
    addKey({ plain, edition, id }: Pick<Token, 'plain' | 'edition'> & { id: number | null }): void {
      statements.write(
        `INSERT INTO tokens SELECT coalesce(?, (SELECT coalesce(max(id), 0) + 1 FROM tokens)), min(id), ?, ?, NULL FROM users WHERE true
         ON CONFLICT (plain) DO UPDATE SET edition = excluded.edition`,
        id,
        plain,
        edition,
      )
      changed()
    },

    /** How many rows the seed had. */
    seededRows(): number {
      return Number(statements.first('SELECT rows FROM seeded')?.[0])
    },

    /** Back to the rows as they were seeded. */
    reset(): void {
      statements.endRead()
      if (statements.first('SELECT 1 FROM touched LIMIT 1') === undefined) return
      statements.execute(reset)
      changed()
    },

    close(): void {
      statements.endRead()
      db.close()
    },
  }
}

async function openMemory({ seed, ...options }: StoreOptions): Promise<Database.Database> {
  const { rows, source } = await seed()
  const db = new Database(':memory:')
  db.pragma(PAGE_SIZE)
  importRows(db, rows, { ...options, source })
  return db
}

async function openFile(file: string, options: StoreOptions): Promise<Database.Database> {
  if (!existsSync(dirname(file)))
    throw new StoreError(`cannot use ${file} as --db: the folder ${dirname(file)} does not exist; create it first`)
  try {
    if (!existsSync(file) || statSync(file).size === 0) await createFile(file, options)
    const held = readSource(file)
    if (options.expected === undefined || options.expected === held) return openSeeded(file)
    throw new StoreError(`${file} holds ${held}, not ${options.expected}; remove the file, or start without naming a dataset`)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw new StoreError(`cannot use ${file} as --db: ${explain(error)}`)
  }
}

/** What a file holds, as its seed called it. A file of something else is left as it is. */
function readSource(file: string): string | undefined {
  const db = new Database(file, { fileMustExist: true, readonly: true })
  try {
    return db.prepare<[], string>('SELECT source FROM seeded').pluck().get()
  } finally {
    db.close()
  }
}

function openSeeded(file: string): Database.Database {
  const db = new Database(file, { fileMustExist: true })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('cache_size = -8192')
  return db
}

/** A new file is filled under another name first, so that a file under its own name is always whole. */
async function createFile(file: string, { seed, ...options }: StoreOptions): Promise<void> {
  const { rows, source } = await seed()
  const draft = `${file}.seeding`
  rmSync(draft, { force: true })
  const db = new Database(draft)
  db.pragma(PAGE_SIZE)
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -65536')
  importRows(db, rows, { ...options, source })
  db.close()
  renameSync(draft, file)
}

function explain(error: Error & { code?: unknown }): string {
  switch (error.code) {
    case 'SQLITE_NOTADB':
      return 'it is not an SQLite database; name another file'
    case 'SQLITE_ERROR':
      return 'it is a database of something else; name another file'
    case 'SQLITE_BUSY':
      return 'another process is writing to it'
    default:
      return `${error.message}; check that the folder can be written`
  }
}
