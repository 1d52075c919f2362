// Returns free pages of a file to the file system.

import type Database from 'better-sqlite3'

export type ShrinkState = 'more' | 'held up' | 'done'

/**
 * Returns at most `pages` free pages. `more`: further pages are free. A file made without
 * auto_vacuum keeps its free pages. The file shrinks when SQLite writes its log back. `held up`: a
 * reader prevented a part of that.
 */
export function shrinkFile(db: Database.Database, pages: number): ShrinkState {
  const free = freePages(db)
  db.pragma(`incremental_vacuum(${pages})`)
  const left = freePages(db)
  if (left > 0) return left < free ? 'more' : 'done'
  return isWrittenBack(db) ? 'done' : 'held up'
}

/** Writes the log back into the file, as far as readers allow. Returns whether nothing is left. */
function isWrittenBack(db: Database.Database): boolean {
  const state = db.prepare<[], number[]>('PRAGMA wal_checkpoint(PASSIVE)').raw().get()
  const [, frames, written] = state ?? []
  return frames === written
}

const freePages = (db: Database.Database): number =>
  Number(db.pragma('freelist_count', { simple: true }))
