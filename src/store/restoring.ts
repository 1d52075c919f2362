// Restores snapshots. The work grows with the number of rows that differ from the snapshot, as long
// as they are few.

import { restoreBelongings } from './belongings.ts'
import type { Work } from '../clock/turns.ts'
import { type Copying, MANY_CHANGED, takeOver } from './copying.ts'
import type { Hidden } from './hidden.ts'
import type { StoreCore } from './core.ts'
import { type Different, findDifferent } from './different-rows.ts'
import { createMissingRows } from './missing-rows.ts'
import type { OthersWork } from './others-work.ts'
import { MOVED_COST } from './rewind.ts'
import { GoneError } from './row-error.ts'
import { restoreCost, restoreRows, setChronological, type StoredSnapshot } from './snapshot-rows.ts'
import type { Totals } from './totals.ts'
import type { Watching } from './watching.ts'

/** So few rows that differ are restored in one turn. */
const MAX_DIFFERENT = Math.floor(MANY_CHANGED / MOVED_COST)

type Named = { readonly userId: number; readonly name: string }

type RestoringOptions = {
  readonly hidden: Hidden
  readonly others: OthersWork
  readonly isShared: boolean
  readonly watching: Watching
  readonly copying: Copying
  readonly find: (userId: number, name: string) => StoredSnapshot | undefined
  readonly datasetOf: (userId: number) => number
  readonly totals: Pick<Totals, 'foresee'>
}

export function createRestoring(
  { statements, versions, garbage, usersChanged }: StoreCore,
  options: RestoringOptions,
) {
  const { hidden, isShared, watching, copying, find, datasetOf, totals } = options
  const writeMissing = createMissingRows(statements, options)

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
    const snapshotId = -snapshot.id
    garbage.spare(snapshotId)
    try {
      const compared = yield* findDifferent(statements, snapshot, MAX_DIFFERENT)
      if (!compared) return false
      const { different, missing } = compared
      const mayRestore = (): boolean =>
        versions.ofOthers() === othersVersion &&
        new Set([...different, ...changed]).size <= MAX_DIFFERENT
      if (missing.length + different.length > MAX_DIFFERENT)
        return yield* restoreMissing(named, { snapshot, missing, different, changed, mayRestore })
      return statements.change(() => {
        const except = [...new Set([...different, ...missing, ...changed])]
        return mayRestore() && restore(named, { snapshot, except })
      })
    } finally {
      watching.end(datasetId)
      copying.release([snapshotId])
    }
  }

  /** Writes many missing rows in turns, and restores few other ones when all are written. */
  function* restoreMissing(named: Named, comparison: Comparison): Work<boolean> {
    const { snapshot, missing, different, changed, mayRestore } = comparison
    const { datasetId } = snapshot
    const written = isShared ? undefined : yield* writeMissing(snapshot, missing)
    if (!written) return false
    let keepTotals: (() => void) | undefined
    let isRestored = false
    try {
      keepTotals = yield* totals.foresee(datasetOf(named.userId), datasetId)
      isRestored = statements.change((run) => {
        if (!mayRestore()) return false
        written.keep(run)
        const except = [...new Set([...different, ...changed])]
        // The snapshot may be deleted. Then the change, with the kept rows, is rolled back.
        if (!restore(named, { snapshot, except })) throw new GoneError()
        return true
      })
      return isRestored
    } finally {
      if (isRestored) written.reveal()
      else yield* written.takeBack()
      // Other rows than the counted ones may have changed.
      if (isRestored && different.length + changed.size === 0) keepTotals?.()
    }
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

/** `changed`: the ids of rows that were written since the comparison began. */
type Comparison = Different & {
  readonly snapshot: StoredSnapshot
  readonly changed: ReadonlySet<number>
  readonly mayRestore: () => boolean
}

/** All rows but those with the ids `except` are equal to the snapshot. */
type Equal = { readonly snapshot: StoredSnapshot; readonly except: readonly number[] }

function requireSame(now: StoredSnapshot | undefined, before: StoredSnapshot): void {
  if (now?.id !== before.id || now.datasetId !== before.datasetId) throw new GoneError()
}
