// The failures of a database file in use, grouped into the kinds that callers distinguish.

import Database from 'better-sqlite3'
import { reasonOf } from '../system/system-errors.ts'
import { StoreError } from './store-error.ts'

export type DatabaseErrorKind = 'busy' | 'full' | 'read only' | 'damaged' | 'broken'

/**
 * The file cannot be used. The message names the file, so it is only for the log. The failed work
 * leaves no change.
 */
export class DatabaseError extends StoreError {
  override name = 'DatabaseError'
  readonly kind: DatabaseErrorKind

  constructor(kind: DatabaseErrorKind, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

/**
 * Returns a DatabaseError for a failure of the file. Other errors, such as a duplicate value, come
 * back unchanged.
 */
export function toDatabaseError(error: unknown, file: string | undefined): unknown {
  if (file === undefined || !(error instanceof Database.SqliteError)) return error
  const kind = kinds.find(([pattern]) => pattern.test(error.code))?.[1]
  return kind === undefined
    ? error
    : new DatabaseError(kind, `cannot use ${file}: ${reasonOf(error)} (${error.code})`, error)
}

/** The error for a damaged index. Without it, a reader that follows the index would never end. */
export const outOfOrderError = (file: string | undefined): DatabaseError =>
  new DatabaseError(
    'damaged',
    `cannot use ${file ?? 'memory'}: an index is out of order; restore a copy, or remove it`,
  )

const kinds: readonly (readonly [RegExp, DatabaseErrorKind])[] = [
  [/^SQLITE_(?:BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_(?:FULL|IOERR_SHMSIZE)/, 'full'],
  [/^SQLITE_READONLY_DBMOVED/, 'broken'],
  [/^SQLITE_READONLY/, 'read only'],
  [/^SQLITE_(?:CORRUPT|NOTADB)/, 'damaged'],
  [/^SQLITE_(?:IOERR|CANTOPEN|CONSTRAINT|PERM|ERROR|PROTOCOL)/, 'broken'],
]
