// Opens a file without changing anything on the disk.

import { closeSync, openSync, readSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { codeOf } from '../system/system-errors.ts'
import { sizeOf } from './database-file.ts'
import { type FileName, unusable } from './file-name.ts'
import { indexNames } from './indexes.ts'
import { laterTableNames } from './schema.ts'
import type { SortOrder } from '../dataset/sort-order.ts'

const REPAIR = 'start the mock once without --read-only, and stop it again'

export const emptyFile = (named: FileName): Error =>
  unusable(
    named,
    'there are no rows in it, and --read-only makes none; start the mock once without --read-only',
  )

/** In WAL mode SQLite needs two more files for reading. A clean close ends this mode. */
export function requireReadableAlone(named: FileName, path: string): void {
  if (!sizeOf(path)) throw emptyFile(named)
  if (sizeOf(`${path}-wal`) !== undefined) {
    if (sizeOf(`${path}-shm`) === undefined) throw uncleanFile(named)
  } else if (isInWalMode(path)) throw uncleanFile(named)
}

/** Explains a failure of a file that SQLite cannot read without writing first. */
export const explainReading = (named: FileName, error: unknown): unknown =>
  /^SQLITE_(?:READONLY|CANTOPEN)/.test(codeOf(error) ?? '') ? uncleanFile(named) : error

const uncleanFile = (named: FileName): Error =>
  unusable(named, `it was not closed cleanly; ${REPAIR}`)

/** A normal start would add missing tables. A read-only start refuses the file instead. */
export function requireComplete(db: Database.Database, named: FileName, order: SortOrder): void {
  const has = db.prepare<[string], number>('SELECT 1 FROM sqlite_master WHERE name = ?').pluck()
  if (!laterTableNames.every((name) => has.get(name)))
    throw unusable(named, `an earlier version made it; ${REPAIR}`)
  if (!indexNames(order).every((name) => has.get(name)))
    throw unusable(
      named,
      `it has no indexes for --order ${order}; ${REPAIR}, or choose the other order`,
    )
}

/** Temporary copies of the token tables. This process may change them without changing the file. */
export const ownTokens = `
CREATE TEMP TABLE IF NOT EXISTS tokens AS SELECT * FROM main.tokens;
CREATE TEMP TABLE IF NOT EXISTS baseline_tokens AS SELECT * FROM main.baseline_tokens;
`

/**
 * Bytes 18 and 19 of a database are its write version and read version. The value 2 means WAL mode.
 */
function isInWalMode(path: string): boolean {
  const bytes = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    readSync(file, bytes, 0, bytes.length, 0)
  } finally {
    closeSync(file)
  }
  return bytes.toString('latin1', 0, 15) === 'SQLite format 3' && bytes[19] === 2
}
