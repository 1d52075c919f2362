// Rows that are being written or removed over many turns of the event loop: nobody sees them before all of them are there, or any
// more. A dataset is in one such work at most. What other processes write or remove in this way is in the file.

import { performance, sleep } from '../clock/real-time.ts'
import { turns, type Work } from '../clock/turns.ts'
import { DatabaseError } from './database-error.ts'
import type { Garbage } from './garbage.ts'
import type { OthersWork } from './others-work.ts'
import type { Versions } from './versions.ts'

export type Range = { readonly first: number; readonly last: number }

/** The rows that nobody sees: by rids that no other rows have, or by ids. */
export type HiddenRows = { readonly rids?: Range; readonly ids?: Range }

/** Stands for every dataset in the list of those that work occupies. */
export const EVERY_DATASET = 0

/** Work, and the datasets that no other work may change meanwhile. */
export type Occupation<T> = { readonly datasetIds: readonly number[]; readonly work: Work<T> }

export type Hidden = ReturnType<typeof createHidden>

/** For four bound values, as boundsOf() gives them. Rids and ids are part of every index of lists. */
export const isVisible =
  'rid NOT BETWEEN (SELECT ?) AND (SELECT ?) AND id NOT BETWEEN (SELECT ?) AND (SELECT ?)'

/** No row has one of these. */
const NONE: Range = { first: 0, last: 0 }

/** How often a call looks whether another process has ended its work. */
const LOOK_MS = 10
/** Work that did not go on for so long is that of a process that was killed. */
const GIVEN_UP_MS = 2000

type HiddenOptions = { readonly garbage: Garbage; readonly others: OthersWork }

export function createHidden(versions: Versions, { garbage, others }: HiddenOptions) {
  const byDataset = new Map<number, HiddenRows>()
  const occupied = new Map<number, Promise<unknown>>()
  const unfinished = new Map<number, () => Work<void>>()

  /** Work on datasets that are whole. */
  async function occupy<T>(datasetIds: readonly number[], work: Promise<T>): Promise<T> {
    const end = (): void => {
      for (const id of datasetIds) occupied.delete(id)
    }
    const ended = work.then(end, end)
    for (const id of datasetIds) occupied.set(id, ended)
    return work
  }

  /** The work to wait for before a dataset, or any, is whole. */
  function findWork(datasetId: number | undefined): Promise<unknown> | undefined {
    const isMeant = ([id]: readonly [number, unknown]): boolean =>
      id === EVERY_DATASET || id === (datasetId ?? id)
    const work = [...occupied].find(isMeant)
    if (work) return work[1]
    if (others.isIn(datasetId)) return waitForOthers(datasetId)
    const rest = [...unfinished].find(isMeant)
    return rest && occupy([rest[0]], turns.run(rest[1]()))
  }

  /** As it seems: within a change of one's own it is certain. */
  async function waitForOthers(datasetId: number | undefined): Promise<void> {
    let progress = others.progressIn(datasetId)
    let since = performance.now()
    while (others.isIn(datasetId)) {
      await sleep(LOOK_MS)
      const now = others.progressIn(datasetId)
      if (now !== progress) [progress, since] = [now, performance.now()]
      else if (performance.now() - since > GIVEN_UP_MS) await turns.run(others.takeBack(datasetId))
    }
  }

  /** Waits until no work on a dataset, or on any, is under way, and ends what broke off. Rejects with a DatabaseError. */
  async function whenWhole(datasetId?: number): Promise<void> {
    for (let work = findWork(datasetId); work; work = findWork(datasetId)) await work
  }

  const rowsIn = (datasetId: number): HiddenRows | undefined =>
    byDataset.get(datasetId) ?? others.rowsIn(datasetId)

  return {
    /** Of this process. */
    byDataset,
    whenWhole,

    hasRows: (datasetId: number): boolean => rowsIn(datasetId) !== undefined,

    /** Begins work as soon as a dataset, or all, are whole: two calls at once come one after the other. */
    async occupyWhole<T>(datasetId: number | undefined, begin: () => Occupation<T>): Promise<T> {
      for (let other = findWork(datasetId); other; other = findWork(datasetId)) await other
      const { datasetIds, work } = begin()
      return occupy(datasetIds, turns.run(work))
    },

    /** A dataset with hidden rows lives, although its user may leave. */
    hide(datasetId: number, rows: HiddenRows): void {
      garbage.spare(datasetId)
      byDataset.set(datasetId, rows)
    },

    waitForOthers,

    /** Within a change of what others may be writing to. Throws a DatabaseError. */
    requireWhole(): void {
      if (others.isIn(undefined))
        throw new DatabaseError('busy', 'cannot change rows that another process is writing')
    },

    /** The rows are all there, or all gone. */
    reveal(datasetId: number): void {
      byDataset.delete(datasetId)
      unfinished.delete(datasetId)
      versions.change(datasetId)
      garbage.unspare(datasetId)
      garbage.collect()
    },

    /** How to end work that a full disk, say, may break off: until then its rows stay hidden. */
    unfinished,

    boundsOf(datasetId: number): [number, number, number, number] {
      const { rids = NONE, ids = NONE } = rowsIn(datasetId) ?? {}
      return [rids.first, rids.last, ids.first, ids.last]
    },
  }
}
