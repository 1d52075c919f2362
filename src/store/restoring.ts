// Restores snapshots. The work grows with the number of rows that differ from the snapshot, as long
// as they are few.

import { restoreBelongings } from './belongings.ts'
import type { Work } from '../clock/turns.ts'
import { MANY_CHANGED, takeOver } from './copying.ts'
import type { StoreCore } from './core.ts'
import {
  createRestoringInPlace,
  type Equal,
  type Named,
  type RestoringOptions,
} from './restoring-in-place.ts'
import { GoneError } from './row-error.ts'
import { restoreCost, restoreRows, setChronological, type StoredSnapshot } from './snapshot-rows.ts'

export function createRestoring(core: StoreCore, options: RestoringOptions) {
  const { statements, versions, garbage, usersChanged } = core
  const { hidden, watching, copying, find, datasetOf, totals } = options
  const restoreDifferent = createRestoringInPlace(core, { ...options, restore })

  /** Restores all rows, or those with the given ids if the others are equal to the snapshot. */
  function restore({ userId, name }: Named, equal?: Equal): boolean {
    const restored = statements.change((run) => {
      const snapshot = find(userId, name)
      if (!snapshot) return undefined
      hidden.requireWhole(snapshot.datasetId)
      watching.noteAll(run, snapshot.datasetId)
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

  /** Copies all rows of the snapshot in turns, and gives the copy to the user. */
  function* restoreCopy({ userId, name }: Named, snapshot: StoredSnapshot): Work<boolean> {
    const { id, datasetId } = snapshot
    garbage.spare(-id)
    try {
      const copyId = yield* copying.copy({ datasetId, snapshotId: id })
      try {
        const keepTotals = yield* totals.foresee(datasetOf(userId), { nextId: copyId })
        statements.change((run) => {
          hidden.requireWhole(datasetId)
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

function requireSame(now: StoredSnapshot | undefined, before: StoredSnapshot): void {
  if (now?.id !== before.id || now.datasetId !== before.datasetId) throw new GoneError()
}
