// The failures of a database file in use, as the kinds that callers tell apart.

import Database from 'better-sqlite3'
import { reasonOf } from '../system/system-errors.ts'
import { StoreError } from './store-error.ts'

export type DatabaseErrorKind = 'busy' | 'full' | 'read only' | 'damaged' | 'broken'

/** The message names the file: it is for the log. Nothing of the work is kept. */
export class DatabaseError extends StoreError {
  override name = 'DatabaseError'
  readonly kind: DatabaseErrorKind

  constructor(kind: DatabaseErrorKind, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

/** The error itself where it says nothing of the file, as a value that is taken does. */
export function toDatabaseError(error: unknown, file: string | undefined): unknown {
  if (file === undefined || !(error instanceof Database.SqliteError)) return error
  const kind = kinds.find(([pattern]) => pattern.test(error.code))?.[1]
  return kind === undefined
    ? error
    : new DatabaseError(kind, `cannot use ${file}: ${reasonOf(error)} (${error.code})`, error)
}

const kinds: readonly (readonly [RegExp, DatabaseErrorKind])[] = [
  [/^SQLITE_(?:BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_(?:FULL|IOERR_SHMSIZE)/, 'full'],
  [/^SQLITE_READONLY_DBMOVED/, 'broken'],
  [/^SQLITE_READONLY/, 'read only'],
  [/^SQLITE_(?:CORRUPT|NOTADB)/, 'damaged'],
  [/^SQLITE_(?:IOERR|CANTOPEN|CONSTRAINT|PERM|ERROR|PROTOCOL)/, 'broken'],
]
