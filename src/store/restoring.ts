// Restores snapshots. The work grows with the number of rows that differ from the snapshot, as long
// as they are few.

import { restoreBelongings } from './belongings.ts'
import type { Work } from '../clock/turns.ts'
import { type Copying, MANY_CHANGED, takeOver } from './copying.ts'
import type { Hidden } from './hidden.ts'
import type { StoreCore } from './core.ts'
import { MOVED_COST } from './rewind.ts'
import { GoneError } from './row-error.ts'
import {
  compareWithChanges,
  compareWithSnapshot,
  restoreCost,
  restoreRows,
  setChronological,
  type StoredSnapshot,
} from './snapshot-rows.ts'
import type { Bound } from './statements.ts'
import type { Totals } from './totals.ts'
import type { Watching } from './watching.ts'

/** So few rows that differ are restored in one turn. */
const MAX_DIFFERENT = Math.floor(MANY_CHANGED / MOVED_COST)

type Named = { readonly userId: number; readonly name: string }

type RestoringOptions = {
  readonly hidden: Hidden
  readonly watching: Watching
  readonly copying: Copying
  readonly find: (userId: number, name: string) => StoredSnapshot | undefined
  readonly datasetOf: (userId: number) => number
  readonly totals: Pick<Totals, 'foresee'>
}

export function createRestoring(
  { statements, versions, garbage, usersChanged }: StoreCore,
  { hidden, watching, copying, find, datasetOf, totals }: RestoringOptions,
) {
  /** Restores all rows, or those with the given ids if the others are equal to the snapshot. */
  function restore({ userId, name }: Named, equal?: Equal): boolean {
    const restored = statements.change((run) => {
      hidden.requireWhole()
      const snapshot = find(userId, name)
      if (!snapshot) return undefined
      if (equal) requireSame(snapshot, equal.snapshot)
      run('UPDATE users SET dataset_id = ? WHERE id = ?', snapshot.datasetId, userId)
      restoreRows(statements, run, { ...snapshot, ...(equal && { ids: equal.except }) })
      return snapshot
    })
    if (!restored) return false
    versions.change(restored.datasetId)
    usersChanged()
    return true
  }

  function* restoreWork(named: Named, snapshot: StoredSnapshot | undefined): Work<boolean> {
    if (!snapshot) return false
    if (restoreCost(statements, snapshot) < MANY_CHANGED) return restore(named)
    return (yield* restoreDifferent(named, snapshot)) || (yield* restoreCopy(named, snapshot))
  }

  /**
   * Compares rows in turns, then restores the different ones. Returns false when many differ, or
   * when another process has written, because that process may have changed any row.
   */
  function* restoreDifferent(named: Named, snapshot: StoredSnapshot): Work<boolean> {
    const { datasetId } = snapshot
    const othersVersion = versions.ofOthers()
    const changed = watching.begin(datasetId)
    try {
      const different = new Set<number>()
      const isFew = yield* findDifferent(snapshot, different)
      for (const id of changed) different.add(id)
      if (!isFew || different.size > MAX_DIFFERENT) return false
      return statements.change(() => {
        if (versions.ofOthers() !== othersVersion) return false
        return restore(named, { snapshot, except: [...different] })
      })
    } finally {
      watching.end(datasetId)
    }
  }

  /** Adds the ids of rows that differ from the snapshot. Returns false when they are many. */
  function* findDifferent({ id, datasetId }: StoredSnapshot, ids: Set<number>): Work<boolean> {
    const comparisons: readonly [string, (from: number) => Bound[]][] = [
      [compareWithChanges, (from) => [id, datasetId, from]],
      [compareWithSnapshot, (from) => [id, from, id, datasetId]],
    ]
    for (const [compare, bound] of comparisons) {
      for (let from: number | undefined = 0; from !== undefined; yield) {
        const rows = statements.all(compare, ...bound(from))
        for (const [row, isDifferent] of rows) if (isDifferent === 1) ids.add(Number(row))
        if (ids.size > MAX_DIFFERENT) return false
        const last = rows.at(-1)
        from = last && Number(last[0]) + 1
      }
    }
    return true
  }

  /** Copies all rows of the snapshot in turns, and gives the copy to the user. */
  function* restoreCopy({ userId, name }: Named, snapshot: StoredSnapshot): Work<boolean> {
    const { id, datasetId } = snapshot
    garbage.spare(-id)
    try {
      const copyId = yield* copying.copy({ datasetId, snapshotId: id })
      try {
        const keepTotals = yield* totals.foresee(datasetOf(userId), copyId)
        statements.change((run) => {
          hidden.requireWhole()
          requireSame(find(userId, name), snapshot)
          takeOver(run, datasetId, copyId)
          if (run('UPDATE users SET dataset_id = ? WHERE id = ?', copyId, userId) === 0)
            throw new GoneError()
          run(setChronological, id, copyId)
          restoreBelongings(run, id, copyId)
        })
        versions.replace(datasetId, copyId)
        versions.change(copyId)
        keepTotals()
        usersChanged()
        return true
      } finally {
        copying.release([datasetId, copyId])
      }
    } finally {
      copying.release([-id])
    }
  }

  return {
    /** Restores the user's rows in one turn. Returns false without such a snapshot. */
    restore: (userId: number, name: string): boolean => restore({ userId, name }),

    /**
     * Restores like restore(), in turns. Readers see all restored rows at one moment. Calls `begin`
     * when no other work changes rows.
     */
    restoreInTurns: async (begin: () => Named): Promise<boolean> =>
      hidden.occupyWhole(undefined, () => {
        const named = begin()
        const snapshot = find(named.userId, named.name)
        return {
          datasetIds: snapshot ? [datasetOf(named.userId), snapshot.datasetId] : [],
          work: restoreWork(named, snapshot),
        }
      }),
  }
}

/** All rows but those with the ids `except` are equal to the snapshot. */
type Equal = { readonly snapshot: StoredSnapshot; readonly except: readonly number[] }

function requireSame(now: StoredSnapshot | undefined, before: StoredSnapshot): void {
  if (now?.id !== before.id || now.datasetId !== before.datasetId) throw new GoneError()
}
