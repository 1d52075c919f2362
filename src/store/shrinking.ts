// Returns free pages of a file to the file system.

import type Database from 'better-sqlite3'

export type ShrinkState = 'more' | 'done'

/**
 * Returns at most `pages` free pages. `more`: further pages are free. A file made without
 * auto_vacuum keeps its free pages. The file shrinks when its log is copied.
 */
export function shrinkFile(db: Database.Database, pages: number): ShrinkState {
  const free = freePages(db)
  db.pragma(`incremental_vacuum(${pages})`)
  const left = freePages(db)
  return left > 0 && left < free ? 'more' : 'done'
}

const freePages = (db: Database.Database): number =>
  Number(db.pragma('freelist_count', { simple: true }))
