// The store: SQLite through better-sqlite3, in memory or in a file. No other folder knows the
// database.

import { openDatabase, type StoreOptions } from './database.ts'
import { explainFile, requireReadable } from './held-rows.ts'
import { prepareFile } from './prepare-file.ts'
import { createStore, type Store } from './store.ts'

export type { Seed } from './database.ts'
export type { Store } from './store.ts'
export { ReadOnlyError, StoreError } from './store-error.ts'

/**
 * Opens the store and seeds it when it is empty. The caller closes it. On failure it throws a
 * StoreError and closes the store.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { db, lock } = await openDatabase(options)
  try {
    if (options.file !== undefined) {
      requireReadable(db, options)
      if (options.isReadOnly !== true)
        prepareFile(db, { ...options, isAlone: lock?.isAlone ?? true })
    }
    await lock?.share()
    // From here on a wait inside SQLite would block the event loop, so SQLite must not wait for
    // locks.
    db.pragma('busy_timeout = 0')
    return createStore(db, { ...options, lock })
  } catch (error) {
    db.close()
    lock?.release()
    throw explainFile(options, error)
  }
}
