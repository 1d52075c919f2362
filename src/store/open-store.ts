// The store: SQLite through better-sqlite3, in memory or in a file. Nothing outside this folder knows which database runs.

import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Token } from '../dataset.ts'
import { createConversations } from './conversations.ts'
import { type ImportOptions, importRows, type Rows } from './import.ts'
import { indexes, reset } from './schema.ts'
import { createStatements } from './statements.ts'
import { createTokens } from './tokens.ts'

export type StoreOptions = Omit<ImportOptions, 'source'> & {
  /** A file that keeps the rows; undefined for memory. */
  readonly file: string | undefined
  /** The rows for a store that is still empty, and what they are called. */
  readonly seed: () => { rows: Rows; source: string }
}

export type Store = ReturnType<typeof openStore>

/** A --db file that cannot be used; the message says why and what to do. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** Opens the store and seeds it when it is empty. Throws a StoreError. The caller closes it. */
export function openStore(options: StoreOptions) {
  const { file, order } = options
  const db = file === undefined ? openMemory(options) : openFile(file, options)
  db.exec(indexes(order))
  const statements = createStatements(db)
  const conversations = createConversations(statements, order)
  const tokens = createTokens(statements)
  let version = 0
  let seenByOthers = readDataVersion()
  let isChecked = false

  function readDataVersion(): unknown {
    return file === undefined ? 0 : db.pragma('data_version', { simple: true })
  }

  function changed(): void {
    version++
    conversations.forget()
    tokens.forget()
  }

  return {
    count: conversations.count,
    rowsAt: conversations.rowsAt,
    rowsBeside: conversations.rowsBeside,
    findToken: tokens.find,
    listTokens: tokens.list,

    ownsAssistant(userId: number, id: bigint): boolean {
      return statements.first('SELECT 1 FROM assistants WHERE id = ? AND user_id = ?', id, userId) !== undefined
    },

    /** Rises whenever rows change. Writes by other processes are looked for at most once per turn of the event loop. */
    version(): number {
      if (file === undefined || isChecked) return version
      isChecked = true
      setImmediate(() => {
        isChecked = false
      })
      const now = readDataVersion()
      if (now !== seenByOthers) changed()
      seenByOthers = now
      return version
    },

    /** What the rows are, as the seed called them. */
    source(): string {
      return String(statements.first('SELECT source FROM seeded')?.[0])
    },

    addToken(token: Token): void {
      statements.all(
        'INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?, ?) RETURNING id',
        token.id,
        token.user_id,
        token.plain,
        token.edition,
        token.expires_at,
      )
      changed()
    },

    /** Back to the rows as they were seeded. */
    reset(): void {
      if (statements.first('SELECT 1 FROM touched LIMIT 1') === undefined) return
      db.exec(reset)
      changed()
    },

    close(): void {
      db.close()
    },
  }
}

function openMemory({ seed, ...options }: StoreOptions): Database.Database {
  const db = new Database(':memory:')
  const { rows, source } = seed()
  importRows(db, rows, { ...options, source })
  return db
}

/** A new file is filled under another name first, so that a file under its own name is always whole. */
function openFile(file: string, { seed, ...options }: StoreOptions): Database.Database {
  try {
    if (!existsSync(file) || statSync(file).size === 0) {
      const draft = `${file}.seeding`
      rmSync(draft, { force: true })
      const { rows, source } = seed()
      const db = new Database(draft)
      db.pragma('journal_mode = OFF')
      db.pragma('synchronous = OFF')
      db.pragma('cache_size = -65536')
      importRows(db, rows, { ...options, source })
      db.close()
      renameSync(draft, file)
    }
    const db = new Database(file, { fileMustExist: true })
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('cache_size = -8192')
    db.prepare('SELECT source FROM seeded')
    return db
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw new StoreError(`cannot use ${file} as --db: ${explain(error)}`)
  }
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
      return `${error.message}; check that the folder exists and can be written`
  }
}
