// Saves snapshots. With many changed rows the work takes turns.

import { saveBelongings } from './belongings.ts'
import type { Work } from '../clock/turns.ts'
import type { Copying } from './copying.ts'
import type { StoreCore } from './core.ts'
import { discardSnapshot } from './garbage-rows.ts'
import type { Hidden } from './hidden.ts'
import type { Range } from './hidden-rows.ts'
import { GoneError } from './row-error.ts'
import { endOfSlice } from './slices.ts'
import { copyRows, type StoredSnapshot, touchedFrom } from './snapshot-rows.ts'
import type { Run } from './statements.ts'
import type { Watching } from './watching.ts'

/** `rows` is the number of the user's conversations. `created_at` is the time given to save(). */
export type Snapshot = { readonly name: string; readonly created_at: number; readonly rows: number }

/** The number of tries in turns while other processes write. The last try takes one long turn. */
const MAX_TRIES = 3

const ALL: Range = { first: 0, last: Number.MAX_SAFE_INTEGER }

type NewSnapshot = { readonly userId: number; readonly name: string; readonly createdAt: number }
/** The dataset of a new snapshot. The id is present when rows of the snapshot already exist. */
type Target = { readonly datasetId: number; readonly id?: number }

type SavingOptions = {
  readonly hidden: Hidden
  readonly watching: Watching
  readonly copying: Copying
  readonly countRows: (datasetId: number) => number
  readonly find: (userId: number, name: string) => StoredSnapshot | undefined
  readonly datasetOf: (userId: number) => number
  readonly list: (userId: number) => Snapshot[]
}

export function createSaving(
  { statements, garbage }: StoreCore,
  { hidden, watching, copying, countRows, find, datasetOf, list }: SavingOptions,
) {
  /** Adds the entry of a snapshot and returns its id. Call this inside a change. */
  function addSnapshot(
    run: Run,
    { userId, name, createdAt }: NewSnapshot,
    { datasetId, id }: Target,
  ): number {
    const before = find(userId, name)
    if (before) discardSnapshot(run, before.id)
    const [added] =
      statements.first(
        `INSERT INTO snapshots (id, user_id, name, dataset_id, chronological, created_at, rows)
         SELECT ?, users.id, ?, datasets.id, chronological, ?, ? FROM datasets CROSS JOIN users
         WHERE datasets.id = ? AND users.id = ? RETURNING id`,
        id ?? null,
        name,
        createdAt,
        countRows(datasetId),
        datasetId,
        userId,
      ) ?? []
    if (added === undefined) throw new GoneError()
    saveBelongings(run, Number(added), datasetId)
    return Number(added)
  }

  /** The last id of a slice of changed rows. The last slice has no end. */
  const lastOfSlice = (datasetId: number, first: number): number =>
    endOfSlice(statements, touchedFrom, datasetId, first) ?? ALL.last

  function save(userId: number, name: string, createdAt: number): Snapshot {
    statements.change((run) => {
      const datasetId = datasetOf(userId)
      hidden.requireWhole(datasetId)
      const id = addSnapshot(run, { userId, name, createdAt }, { datasetId })
      copyRows(run, { id, datasetId }, ALL)
    })
    return requireSaved(userId, name)
  }

  function requireSaved(userId: number, name: string): Snapshot {
    garbage.collect()
    const saved = list(userId).find((snapshot) => snapshot.name === name)
    if (!saved) throw new GoneError()
    return saved
  }

  /** Reserves an id. Its rows are garbage until the whole snapshot is written. */
  function reserveId(): number {
    return statements.changeOutdating('nothing', (run) => {
      const sql = `INSERT INTO snapshots (user_id, name, dataset_id, chronological, created_at, rows) VALUES (0, '', 0, 0, 0, 0) RETURNING id`
      const id = Number(statements.first(sql)?.[0])
      discardSnapshot(run, id)
      garbage.spareForAll(run, -id)
      garbage.spare(-id)
      return id
    })
  }

  function* saveWork(given: NewSnapshot): Work<Snapshot> {
    const { userId, name, createdAt } = given
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const datasetId = datasetOf(userId)
      yield hidden.waitForOthers(datasetId)
      if (lastOfSlice(datasetId, 0) === ALL.last) break
      if (yield* isSavedInSlices(given, datasetId)) return requireSaved(userId, name)
    }
    return save(userId, name, createdAt)
  }

  /**
   * Copies rows in turns. At the end, it copies rows again that changed meanwhile. Returns false when
   * any row may have changed.
   */
  function* isSavedInSlices(given: NewSnapshot, datasetId: number): Work<boolean> {
    garbage.spare(datasetId)
    const watch = watching.begin(datasetId)
    const id = reserveId()
    try {
      for (let last = -1; last !== ALL.last;) {
        const first = last + 1
        last = lastOfSlice(datasetId, first)
        statements.changeOutdating('nothing', (run) =>
          copyRows(run, { id, datasetId }, { first, last }),
        )
        yield statements.betweenChanges()
      }
      return statements.change((run) => {
        const changed = hidden.isWhole(datasetId) ? watch.changed() : undefined
        if (!changed) return false
        for (const row of changed) {
          for (const table of ['snapshot_touched', 'snapshot_rows'])
            run(`DELETE FROM ${table} WHERE snapshot_id = ? AND id = ?`, id, row)
          copyRows(run, { id, datasetId }, { first: row, last: row })
        }
        run('DELETE FROM garbage WHERE dataset_id = ?', -id)
        addSnapshot(run, given, { datasetId, id })
        return true
      })
    } finally {
      watch.end()
      copying.release([datasetId, -id])
    }
  }

  return {
    /** Saves a snapshot in one turn, and replaces one of the same name. Throws for an unknown user. */
    save,

    /** Saves like save(), in turns. Calls `begin` when no other work changes rows. */
    saveInTurns: async (begin: () => NewSnapshot): Promise<Snapshot> =>
      hidden.occupyWhole(undefined, () => {
        const given = begin()
        return { datasetIds: [datasetOf(given.userId)], work: saveWork(given) }
      }),
  }
}
