// Free pages of a file go back to its system.

import type Database from 'better-sqlite3'

export type ShrinkState = 'more' | 'held up' | 'done'

/**
 * Gives back so many free pages at most. `more`: there are others, which a file that was made without auto_vacuum keeps.
 * A file shrinks when its log is written back; `held up`: somebody read it meanwhile, so that a part of the log is left.
 */
export function shrinkFile(db: Database.Database, pages: number): ShrinkState {
  const free = freePages(db)
  db.pragma(`incremental_vacuum(${pages})`)
  const left = freePages(db)
  if (left > 0) return left < free ? 'more' : 'done'
  return isWrittenBack(db) ? 'done' : 'held up'
}

/** Writes the log of a file back as far as readers let it. */
function isWrittenBack(db: Database.Database): boolean {
  const state = db.prepare<[], number[]>('PRAGMA wal_checkpoint(PASSIVE)').raw().get()
  const [, frames, written] = state ?? []
  return frames === written
}

const freePages = (db: Database.Database): number =>
  Number(db.pragma('freelist_count', { simple: true }))
