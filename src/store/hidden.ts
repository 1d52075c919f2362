// Hides rows that are written or removed over many turns. Readers see such rows only before their
// removal begins, or after their writing ends. A dataset takes part in one such work at most. The
// file records this work of other processes.

import { performance, sleep } from '../clock/real-time.ts'
import { turns, type Work } from '../clock/turns.ts'
import { DatabaseError } from './database-error.ts'
import type { Garbage } from './garbage.ts'
import type { HiddenRows, Range } from './hidden-rows.ts'
import type { OthersWork } from './others-work.ts'
import type { Versions } from './versions.ts'

/** A dataset id that stands for every dataset in a list of occupied datasets. */
export const EVERY_DATASET = 0

/** Long work, and the datasets that no other work may change in the meantime. */
export type Occupation<T> = { readonly datasetIds: readonly number[]; readonly work: Work<T> }

export type Hidden = ReturnType<typeof createHidden>

/**
 * An SQL condition for visible rows. It takes the four values of boundsOf(). Rids and ids are part
 * of every list index.
 */
export const isVisible =
  'rid NOT BETWEEN (SELECT ?) AND (SELECT ?) AND id NOT BETWEEN (SELECT ?) AND (SELECT ?)'

/** A range that contains no row. */
const NONE: Range = { first: 0, last: 0 }

/** The pause between two checks whether another process has ended its work. */
const LOOK_MS = 10
/** Work without progress for this long belongs to a process that was killed. */
const GIVEN_UP_MS = 2000

type HiddenOptions = { readonly garbage: Garbage; readonly others: OthersWork }

export function createHidden(versions: Versions, { garbage, others }: HiddenOptions) {
  const byDataset = new Map<number, HiddenRows>()
  const occupied = new Map<number, Promise<unknown>>()
  const unfinished = new Map<number, () => Work<void>>()

  /** Marks complete datasets as occupied until the work ends. */
  async function occupy<T>(datasetIds: readonly number[], work: Promise<T>): Promise<T> {
    const end = (): void => {
      for (const id of datasetIds) occupied.delete(id)
    }
    const ended = work.then(end, end)
    for (const id of datasetIds) occupied.set(id, ended)
    return work
  }

  /** The work to wait for until a dataset is complete; without an id, until all are. */
  function findWork(datasetId: number | undefined): Promise<unknown> | undefined {
    const isMeant = ([id]: readonly [number, unknown]): boolean =>
      id === EVERY_DATASET || id === (datasetId ?? id)
    const work = [...occupied].find(isMeant)
    if (work) return work[1]
    if (others.isIn(datasetId)) return waitForOthers(datasetId)
    const rest = [...unfinished].find(isMeant)
    return rest && occupy([rest[0]], turns.run(rest[1]()))
  }

  /**
   * Waits for other processes. The result may be outdated at once; only a check inside a change is
   * certain.
   */
  async function waitForOthers(datasetId: number | undefined): Promise<void> {
    let progress = others.progressIn(datasetId)
    let since = performance.now()
    while (others.isIn(datasetId)) {
      await sleep(LOOK_MS)
      const now = others.progressIn(datasetId)
      if (now !== progress) [progress, since] = [now, performance.now()]
      else if (performance.now() - since > GIVEN_UP_MS) await turns.run(others.finish(datasetId))
    }
  }

  const rowsIn = (datasetId: number): HiddenRows | undefined =>
    byDataset.get(datasetId) ?? others.rowsIn(datasetId)

  return {
    /** The hidden rows of this process. */
    byDataset,

    hasRows: (datasetId: number): boolean => rowsIn(datasetId) !== undefined,

    /**
     * Starts work when the dataset, or all datasets, are complete. Two simultaneous calls run one
     * after the other.
     */
    async occupyWhole<T>(datasetId: number | undefined, begin: () => Occupation<T>): Promise<T> {
      for (let other = findWork(datasetId); other; other = findWork(datasetId)) await other
      const { datasetIds, work } = begin()
      return occupy(datasetIds, turns.run(work))
    },

    /**
     * Hides rows. The garbage collector keeps a dataset with hidden rows, even after its user is
     * deleted.
     */
    hide(datasetId: number, rows: HiddenRows): void {
      garbage.spare(datasetId)
      byDataset.set(datasetId, rows)
      if (rows.ids) others.ownLeaving.add(datasetId)
    },

    waitForOthers,

    isWhole: (datasetId: number): boolean => !others.isIn(datasetId),

    /**
     * Throws a DatabaseError while another process writes or removes rows of the dataset; without an
     * id, of any dataset. Call this inside a change.
     */
    requireWhole(datasetId: number | undefined): void {
      if (others.isIn(datasetId))
        throw new DatabaseError(
          'busy',
          'cannot change rows that another process is writing or removing',
        )
    },

    /** Ends the hiding, because the rows are now all written or all removed. */
    reveal(datasetId: number): void {
      byDataset.delete(datasetId)
      others.ownLeaving.delete(datasetId)
      unfinished.delete(datasetId)
      versions.change(datasetId)
      garbage.unspare(datasetId)
      garbage.collect()
    },

    /**
     * Functions that finish interrupted work, for example after a full disk. Until then its rows
     * stay hidden.
     */
    unfinished,

    boundsOf(datasetId: number): [number, number, number, number] {
      const { rids = NONE, ids = NONE } = rowsIn(datasetId) ?? {}
      return [rids.first, rids.last, ids.first, ids.last]
    },
  }
}
