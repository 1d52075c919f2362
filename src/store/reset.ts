// Resets rows to their baseline. The work grows with the number of changed rows, not with the size of
// the list.

import type { Work } from '../clock/turns.ts'
import { createAddedRows } from './added-rows.ts'
import { resetBelongings } from './belongings.ts'
import { type Copying, MANY_CHANGED, takeOver } from './copying.ts'
import { EVERY_DATASET, type Hidden } from './hidden.ts'
import type { StoreCore } from './core.ts'
import { type LeavingRows, noteLeaving } from './leaving-rows.ts'
import { removeAddedAssistants, rewind, touchedCost } from './rewind.ts'
import type { createRows } from './rows.ts'
import { deleteOrphanedSnapshots } from './snapshots.ts'
import { tryWork } from './staging.ts'
import { restoreStartUsers } from './start-users.ts'
import type { Bound, Run } from './statements.ts'
import type { Watching } from './watching.ts'

type ResetOptions = {
  readonly rows: Pick<ReturnType<typeof createRows>, 'nextId'>
  readonly hidden: Hidden
  readonly watching: Watching
  readonly copying: Copying
}

/** Maps a dataset to the copy of its baseline that replaces it. */
type Copies = ReadonlyMap<number, number>

export function createReset(
  { statements, versions, usersChanged }: StoreCore,
  { rows, hidden, watching, copying }: ResetOptions,
) {
  /**
   * Restores the rows of every user, and the users and tokens of the start. Created users stay, with
   * their own baseline.
   */
  function resetAll(copies: Copies): void {
    const changed = statements.change((run) => {
      hidden.requireWhole(undefined)
      takeOverAll(run, copies)
      restoreStartUsers(statements, run)
      deleteOrphanedSnapshots(statements, run)
      resetBelongings(run, everyBaseline)
      return rewindBaselines(run, 'true')
    })
    finish(changed, copies)
  }

  function resetUser(userId: number, copies: Copies): void {
    const changed = statements.change((run) => {
      for (const datasetId of datasetsOf(userId)) hidden.requireWhole(datasetId)
      takeOverAll(run, copies)
      run('UPDATE users SET dataset_id = baseline_id WHERE id = ?', userId)
      resetBelongings(run, 'SELECT baseline_id FROM users WHERE id = ?', userId)
      return rewindBaselines(run, 'id = ?', userId)
    })
    finish(changed, copies)
  }

  /** Restores the baselines of the selected users. Returns the datasets that had changed. */
  function rewindBaselines(run: Run, condition: string, ...bound: Bound[]): number[] {
    return changedBaselines(condition, ...bound).filter((datasetId) => {
      const first = hidden.byDataset.get(datasetId)?.ids?.first
      // Another process may have added rows since they were hidden.
      if (first !== undefined) noteLeaving(run, hide(datasetId, first))
      watching.noteAll(run, datasetId)
      return rewind(statements, run, datasetId, first)
    })
  }

  /** Hides all rows from the id `first` on. */
  function hide(datasetId: number, first: number): LeavingRows {
    const ids = { first, last: rows.nextId(datasetId) - 1 }
    hidden.hide(datasetId, { ids })
    return { datasetId, ids }
  }

  const changedBaselines = (condition: string, ...bound: Bound[]): number[] =>
    statements
      .all(
        `SELECT baseline_id FROM users WHERE ${condition} AND EXISTS (SELECT 1 FROM touched WHERE touched.dataset_id = baseline_id)
         ${condition === 'true' ? 'UNION SELECT dataset_id FROM baseline_users WHERE EXISTS (SELECT 1 FROM touched WHERE touched.dataset_id = baseline_users.dataset_id)' : ''}`,
        ...bound,
      )
      .map(([id]) => Number(id))

  function finish(changed: readonly number[], copies: Copies): void {
    for (const [datasetId, copyId] of copies) versions.replace(datasetId, copyId)
    for (const datasetId of [...changed, ...copies.values()]) versions.change(datasetId)
    usersChanged()
  }

  const { findAdded, removeAdded } = createAddedRows(statements, hidden)

  const reset = (userId?: number, copies: Copies = new Map()): void =>
    userId === undefined ? resetAll(copies) : resetUser(userId, copies)

  /** The datasets that a reset may change. */
  const datasetsOf = (userId: number | undefined): number[] =>
    userId === undefined
      ? [EVERY_DATASET]
      : statements.all(datasetsOfUser, userId, userId).map(([id]) => Number(id))

  /**
   * Many added rows above the baseline are only hidden now and removed later. Datasets with many other
   * changes get a copy of their baseline. Only few other changes are undone in one turn.
   */
  function* resetWork(userId: number | undefined): Work<void> {
    const firsts = new Map<number, number>()
    const copies = new Map<number, number>()
    try {
      let left = MANY_CHANGED
      for (const datasetId of userId === undefined
        ? changedBaselines('true')
        : changedBaselines('id = ?', userId)) {
        const first = yield* findAdded(datasetId)
        const changed = touchedCost(statements, datasetId, first)
        if (changed > left) {
          copies.set(datasetId, yield* copying.copy({ datasetId }))
          continue
        }
        left -= changed
        if (first !== undefined) firsts.set(datasetId, first)
      }
      yield* resetAtOnce(userId, { firsts, copies })
    } finally {
      copying.release([...copies].flat())
    }
  }

  function* resetAtOnce(
    userId: number | undefined,
    { firsts, copies }: { firsts: ReadonlyMap<number, number>; copies: Copies },
  ): Work<void> {
    for (const [datasetId, first] of firsts) hide(datasetId, first)
    try {
      reset(userId, copies)
    } catch (error) {
      for (const datasetId of firsts.keys()) hidden.reveal(datasetId)
      throw error
    }
    for (const datasetId of firsts.keys())
      hidden.unfinished.set(datasetId, () => removeAdded(datasetId))
    for (const datasetId of firsts.keys()) yield* tryWork(removeAdded(datasetId))
  }

  return {
    /**
     * Resets one user's rows. Without a user, resets everything. Created users stay, with their own
     * baseline.
     */
    reset: (userId?: number): void => reset(userId),

    /** Resets like reset(), in turns. Readers see the whole reset at one moment. */
    async resetInTurns(userId?: number): Promise<void> {
      await hidden.occupyWhole(undefined, () => ({
        datasetIds: datasetsOf(userId),
        work: resetWork(userId),
      }))
    },
  }
}

const everyBaseline = 'SELECT baseline_id FROM users UNION SELECT dataset_id FROM baseline_users'
const datasetsOfUser =
  'SELECT dataset_id FROM users WHERE id = ? UNION SELECT baseline_id FROM users WHERE id = ?'

function takeOverAll(run: Run, copies: Copies): void {
  for (const [datasetId, copyId] of copies) {
    takeOver(run, datasetId, copyId)
    removeAddedAssistants(run, copyId)
  }
}
