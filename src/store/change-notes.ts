// Notes in a shared file what each change outdates, so that other processes forget only this. A
// commit without a note came from another program, after which everything is read again.

import type Database from 'better-sqlite3'

/**
 * The part of a dataset that other processes must read again. `lists`: rows came, went or moved.
 * `fields`: rows changed in fields that no filter and no order uses. `work`: the hidden rows changed.
 * `users`: users came, or have other datasets than before; the id of the dataset does not matter.
 */
type OutdatedPart = {
  readonly datasetId: number
  readonly what: 'lists' | 'fields' | 'work' | 'users'
}

/** `nothing` is for rows that no reader sees, and for values that no process remembers. */
export type Outdated = OutdatedPart | 'everything' | 'nothing'

/** The changes by other processes. */
export type News = readonly OutdatedPart[] | 'everything'

export type ChangeNotes = ReturnType<typeof createChangeNotes>

/** The number of notes that the file keeps. A process that has missed more forgets everything. */
const MAX_NOTES = 500

const NO_DATASET = 0

export const USERS: OutdatedPart = { datasetId: NO_DATASET, what: 'users' }

export function createChangeNotes(
  db: Database.Database,
  { isShared, onNews }: { readonly isShared: boolean; readonly onNews: (news: News) => void },
) {
  /** SQLite changes this number when another process has written. */
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let lastDataVersion = dataVersion.get()
  const table = isShared ? prepareTable(db) : undefined
  let lastId = table?.lastId() ?? 0
  let writtenId = lastId
  let outdated: Outdated[] = []

  return {
    /** Looks for changes of others. Call this inside a transaction. */
    notice(): void {
      const version = dataVersion.get()
      if (version === lastDataVersion) return
      lastDataVersion = version
      const notes = table?.since(lastId) ?? []
      const isComplete = notes[0]?.id === lastId + 1
      lastId = notes.at(-1)?.id ?? lastId
      onNews(isComplete ? toNews(notes) : 'everything')
    },

    /** Call this when a change begins, and with `add` for each change within it. */
    begin(first: Outdated): void {
      outdated = [first]
    },

    add(more: Outdated): void {
      if (table) outdated.push(more)
    },

    /** Call this at the end of a change, before its commit. */
    write(): void {
      if (!table) return
      writtenId = lastId
      for (const [datasetId, what] of withoutRepetitions(outdated))
        table.insert(++writtenId, datasetId, what)
      table.deleteUntil(writtenId - MAX_NOTES)
    },

    /** Call this after the commit. */
    keep(): void {
      lastId = writtenId
    },
  }
}

type Note = { readonly id: number; readonly dataset_id: number; readonly what: string }

function prepareTable(db: Database.Database) {
  const last = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM change_notes').pluck()
  const since = db.prepare<[number], Note>('SELECT * FROM change_notes WHERE id > ? ORDER BY id')
  const insert = db.prepare<[number, number, string]>('INSERT INTO change_notes VALUES (?, ?, ?)')
  const deleteUntil = db.prepare<[number]>('DELETE FROM change_notes WHERE id <= ?')
  return {
    lastId: () => last.get() ?? 0,
    since: (id: number) => since.all(id),
    insert: (id: number, datasetId: number, what: string) => void insert.run(id, datasetId, what),
    deleteUntil: (id: number) => void deleteUntil.run(id),
  }
}

/** The dataset and the kind of each note. */
function withoutRepetitions(outdated: readonly Outdated[]): (readonly [number, string])[] {
  if (outdated.includes('everything')) return [[NO_DATASET, 'everything']]
  const notes = new Map<string, readonly [number, string]>()
  for (const part of outdated)
    if (typeof part !== 'string')
      notes.set(`${part.datasetId} ${part.what}`, [part.datasetId, part.what])
  return notes.size === 0 ? [[NO_DATASET, 'nothing']] : [...notes.values()]
}

const kinds = ['lists', 'fields', 'work', 'users'] as const

function toNews(notes: readonly Note[]): News {
  const parts: OutdatedPart[] = []
  for (const { dataset_id: datasetId, what } of notes) {
    const kind = kinds.find((each) => each === what)
    if (kind) parts.push({ datasetId, what: kind })
    else if (what !== 'nothing') return 'everything'
  }
  return parts
}
