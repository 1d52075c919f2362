// Prepares a file before the store reads it, and finishes it afterwards.

import type Database from 'better-sqlite3'
import type { StoreOptions } from './database.ts'
import { unusable } from './file-name.ts'
import { nextTables } from './next-tables.ts'
import {
  assistantsIndex,
  dropEarlierUuidIndex,
  indexes,
  manyRows,
  usersIndex,
  uuidIndex,
} from './indexes.ts'
import { EARLIER_VERSION, laterTables, upgrade } from './schema.ts'
import { removeUnfinished } from './unfinished-work.ts'

/**
 * Brings the tables of a file up to date. While other processes use the file, their unfinished work
 * stays.
 */
export function prepareFile(
  db: Database.Database,
  {
    order,
    isAlone,
    ...named
  }: Pick<StoreOptions, 'order' | 'file' | 'fileSetting'> & { readonly isAlone: boolean },
): void {
  if (db.pragma('user_version', { simple: true }) === EARLIER_VERSION) {
    // A process of the earlier version would not know the new tables.
    if (!isAlone) throw unusable(named, 'an earlier version of this program has it open; stop it')
    db.exec(upgrade)
  }
  db.exec(laterTables)
  if (isAlone) {
    db.exec(removeUnfinished)
    for (const name of db.prepare<[], string>(nextTables).pluck().all())
      db.exec(`DROP TABLE ${name}`)
  }
  for (const sql of [indexes(order), usersIndex, assistantsIndex]) db.exec(sql)
  if (isAlone) db.exec(dropEarlierUuidIndex)
  if (db.prepare(manyRows).get() !== undefined) db.exec(uuidIndex)
  keepStatementsInMemory(db)
}

/**
 * In a table with triggers, SQLite saves each page that a statement changes, ten of them for a new
 * row. In a temporary file they keep the disk busy. Here no long index is left to sort.
 */
function keepStatementsInMemory(db: Database.Database): void {
  db.pragma('temp_store = MEMORY')
}

/** Without a WAL, the file can be read even if no file can be written beside it. */
export function endWalMode(db: Database.Database): void {
  try {
    db.pragma('journal_mode = DELETE')
  } catch {
    // Another process uses the file, or the disk is full. The next start reads the WAL.
  }
}
