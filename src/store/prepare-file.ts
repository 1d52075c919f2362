// A file before the store reads it, and after.

import type Database from 'better-sqlite3'
import type { StoreOptions } from './database.ts'
import { unusable } from './database-file.ts'
import { nextTables } from './new-start.ts'
import {
  assistantsIndex,
  dropEarlierUuidIndex,
  EARLIER_VERSION,
  indexes,
  laterTables,
  manyRows,
  upgrade,
  usersIndex,
  uuidIndex,
} from './schema.ts'
import { removeUnfinished } from './staging.ts'

/** Work that others have not finished is left to them. */
export function prepareFile(
  db: Database.Database,
  {
    order,
    isAlone,
    ...named
  }: Pick<StoreOptions, 'order' | 'file' | 'fileSetting'> & { readonly isAlone: boolean },
): void {
  if (db.pragma('user_version', { simple: true }) === EARLIER_VERSION) {
    // A process of that version would not know what is added.
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
}

/** A file without a WAL can be read where nothing beside it can be written. */
export function endWalMode(db: Database.Database): void {
  try {
    db.pragma('journal_mode = DELETE')
  } catch {
    // Others have it open, or the disk is full: the next start reads the WAL.
  }
}
