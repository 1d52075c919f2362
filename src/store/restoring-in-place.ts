// Restores a snapshot without a copy of its dataset, where this is quick: many rows may be missing,
// and many may have been added after the snapshot, but few others may differ.

import { createAddedRows } from './added-rows.ts'
import type { Work } from '../clock/turns.ts'
import { type Copying, MANY_CHANGED } from './copying.ts'
import type { StoreCore } from './core.ts'
import { findDifferent } from './different-rows.ts'
import { noteLeaving } from './leaving-rows.ts'
import { createMissingRows } from './missing-rows.ts'
import type { Hidden } from './hidden.ts'
import type { OthersWork } from './others-work.ts'
import type { createRows } from './rows.ts'
import type { Totals } from './totals.ts'
import type { Watching } from './watching.ts'
import { MOVED_COST } from './rewind.ts'
import { GoneError } from './row-error.ts'
import { costOfTexts, lastSaved, type StoredSnapshot } from './snapshot-rows.ts'
import { tryWork } from './staging.ts'

/** So few rows that differ are restored in one turn. Rows with long texts must be fewer. */
const MAX_DIFFERENT = Math.floor(MANY_CHANGED / MOVED_COST)
const MAX_LONG = 10

export type Named = { readonly userId: number; readonly name: string }

export type RestoringOptions = {
  readonly hidden: Hidden
  readonly others: OthersWork
  readonly rows: Pick<ReturnType<typeof createRows>, 'nextId'>
  readonly watching: Watching
  readonly copying: Copying
  readonly find: (userId: number, name: string) => StoredSnapshot | undefined
  readonly datasetOf: (userId: number) => number
  readonly totals: Pick<Totals, 'foresee'>
}

/** All rows but those with the ids `except` are equal to the snapshot. */
export type Equal = { readonly snapshot: StoredSnapshot; readonly except: readonly number[] }

type InPlaceOptions = RestoringOptions & {
  /** Restores the rows that are not equal, in one turn. Returns false without such a snapshot. */
  readonly restore: (named: Named, equal: Equal) => boolean
}

type Plan = {
  readonly snapshot: StoredSnapshot
  /** The ids of rows that only the snapshot has. */
  readonly missing: readonly number[]
  /** The dataset's rows from this id on were added after the snapshot. */
  readonly first: number | undefined
  /** The ids of all other rows that differ now. Undefined when they are too many. */
  readonly findExcept: () => readonly number[] | undefined
}

export function createRestoringInPlace(
  { statements, garbage }: StoreCore,
  options: InPlaceOptions,
): (named: Named, snapshot: StoredSnapshot) => Work<boolean> {
  const { hidden, rows, watching, copying, datasetOf, totals, restore } = options
  const writeMissing = createMissingRows(statements, options)
  const { findAdded, removeAdded } = createAddedRows(statements, hidden)

  /**
   * Writes missing rows in turns. One change then shows them, restores few other rows, and hides the
   * added ones, which are removed in turns.
   */
  function* restoreInPlace(
    named: Named,
    { snapshot, missing, first, findExcept }: Plan,
  ): Work<boolean> {
    const { datasetId } = snapshot
    const written = missing.length > 0 ? yield* writeMissing(snapshot, missing) : undefined
    if (missing.length > 0 && !written) return false
    let keepTotals: (() => void) | undefined
    let last: number | undefined
    let restored = 0
    try {
      // Totals of few changes are quick.
      if (written || first !== undefined) {
        const removedIds =
          first === undefined ? undefined : { first, last: rows.nextId(datasetId) - 1 }
        const change = { nextId: datasetId, removedIds }
        keepTotals = yield* totals.foresee(datasetOf(named.userId), change)
      }
      last = statements.change((run) => {
        const except = findExcept()
        if (!except) return undefined
        restored = except.length
        const highest = rows.nextId(datasetId) - 1
        written?.keep(run)
        if (first !== undefined) noteLeaving(run, { datasetId, ids: { first, last: highest } })
        // The snapshot may be deleted. Then the whole change is rolled back.
        if (!restore(named, { snapshot, except })) throw new GoneError()
        return highest
      })
    } finally {
      if (last === undefined && written) yield* written.takeBack()
    }
    if (last === undefined) return false
    written?.reveal()
    if (first !== undefined) hidden.hide(datasetId, { ids: { first, last } })
    // Otherwise other rows than the counted ones have changed.
    if (restored === 0) keepTotals?.()
    if (first === undefined) return true
    hidden.unfinished.set(datasetId, () => removeAdded(datasetId))
    yield* tryWork(removeAdded(datasetId))
    return true
  }

  /**
   * Compares rows in turns, then restores the different ones. Returns false when many differ, or
   * when any row may have changed meanwhile.
   */
  return function* restoreDifferent(named: Named, snapshot: StoredSnapshot): Work<boolean> {
    const { datasetId } = snapshot
    const watch = watching.begin(datasetId)
    const snapshotId = -snapshot.id
    garbage.spare(snapshotId)
    try {
      const first = yield* findAdded(datasetId, lastSaved(statements, snapshot))
      const max = costOfTexts(statements, snapshot) < MANY_CHANGED ? MAX_DIFFERENT : MAX_LONG
      const compared = yield* findDifferent(statements, snapshot, { end: first, max })
      if (!compared) return false
      const isFew = compared.missing.length + compared.different.length <= max
      const missing = isFew ? [] : compared.missing
      const different =
        missing.length > 0 ? compared.different : [...compared.missing, ...compared.different]
      const findExcept = (): number[] | undefined => {
        const since = watch.changed()
        if (!since) return undefined
        const below = since.filter((id) => id < (first ?? Infinity))
        const ids = [...new Set([...different, ...below])]
        return ids.length <= max ? ids : undefined
      }
      return yield* restoreInPlace(named, { snapshot, missing, first, findExcept })
    } finally {
      watch.end()
      copying.release([snapshotId])
    }
  }
}
