// Checks that a file holds rows of this program, and which.

import Database from 'better-sqlite3'
import { PlantedLinkError } from '../system/file-target.ts'
import { systemReasonOf } from '../system/system-errors.ts'
import { sizeOf } from './database-file.ts'
import { type FileName, unusable } from './file-name.ts'
import { columnNames, EARLIER_VERSION, SCHEMA_VERSION, tables } from './schema.ts'
import { StoreError } from './store-error.ts'

/** The name that the dataset of an existing file must have. Undefined accepts any. */
export type Expected = (() => Promise<string | undefined>) | undefined

/**
 * Returns the name that the seed gave the dataset of the file. Undefined means that the file has no page,
 * for example because the process was killed during the first fill.
 * A file of another program stays unchanged, except that a writable open may remove its log.
 */
export function readHeld(
  file: string,
  { isReadOnly, ...named }: FileName & { readonly isReadOnly?: boolean | undefined },
): string | undefined {
  return closeAfter(
    new Database(file, { readonly: isReadOnly === true, fileMustExist: true }),
    (db) => {
      if (db.pragma('page_count', { simple: true }) === 0) {
        // SQLite takes a file of one byte for an empty one.
        if (sizeOf(file)) throw unusable(named, 'it is not an SQLite database; name another file')
        return undefined
      }
      requireOwn(db, named)
      return db.prepare<[], string>('SELECT source FROM seeded').pluck().get()
    },
  )
}

/** Checks the table and the version: a file of another program may match in one of them. */
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

/** Maps each table that every file has to its columns. */
function ownTables(): [string, string][] {
  return closeAfter(new Database(':memory:'), (db) => {
    db.exec(tables)
    return db.prepare<[], [string, string]>(columnNames).raw().all()
  })
}

/** Rejects with a StoreError if a file holds other rows than the settings name. */
export async function requireExpected(
  held: string,
  options: FileName & { readonly expected?: Expected },
): Promise<void> {
  const expected = await options.expected?.()
  if (expected === undefined || expected === held) return
  throw new StoreError(
    `${options.file} holds ${held}, not ${expected}; remove the file, or start without naming a dataset`,
  )
}

/** Turns errors of the system and of SQLite into a StoreError. */
export function explainFile(named: FileName, error: unknown): unknown {
  const reason = error instanceof PlantedLinkError ? error.message : systemReasonOf(error)
  if (reason !== undefined) return unusable(named, reason)
  return error instanceof Database.SqliteError
    ? unusable(named, `SQLite refuses it (${error.message}); name another file`)
    : error
}

/** Finds damage in the small tables and their indexes early, before it can break an answer. */
export function requireReadable(db: Database.Database, named: FileName): void {
  for (const table of SMALL_TABLES) {
    if (db.pragma(`integrity_check(${table})`, { simple: true }) !== 'ok')
      throw unusable(named, DAMAGED)
  }
}

const DAMAGED = 'the file is damaged; restore a copy, or remove it to have it made again'

const SMALL_TABLES = ['users', 'tokens', 'baseline_users', 'baseline_tokens', 'datasets', 'seeded']

function closeAfter<T>(db: Database.Database, work: (db: Database.Database) => T): T {
  try {
    return work(db)
  } finally {
    db.close()
  }
}
