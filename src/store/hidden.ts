// Rows that are being written or removed over many turns of the event loop: nobody sees them before all of them are there, or any
// more. A dataset is in one such work at most.

import { turns, type Work } from '../clock/turns.ts'
import type { Garbage } from './garbage.ts'
import type { Versions } from './versions.ts'

export type Range = { readonly first: number; readonly last: number }

/** The rows that nobody sees: by rids that no other rows have, or by ids. */
export type HiddenRows = { readonly rids?: Range; readonly ids?: Range }

/** Work, and the datasets that no other work may change meanwhile. */
export type Occupation<T> = { readonly datasetIds: readonly number[]; readonly work: Work<T> }

export type Hidden = ReturnType<typeof createHidden>

/** For four bound values, as boundsOf() gives them. Rids and ids are part of every index of lists. */
export const isVisible =
  'rid NOT BETWEEN (SELECT ?) AND (SELECT ?) AND id NOT BETWEEN (SELECT ?) AND (SELECT ?)'

/** No row has one of these. */
const NONE: Range = { first: 0, last: 0 }

export function createHidden(versions: Versions, garbage: Garbage) {
  const byDataset = new Map<number, HiddenRows>()
  const underway = new Map<number, Promise<unknown>>()
  const unfinished = new Map<number, () => Work<void>>()

  /** Work on datasets that are whole. */
  async function occupy<T>(datasetIds: readonly number[], work: Promise<T>): Promise<T> {
    const end = (): void => {
      for (const id of datasetIds) underway.delete(id)
    }
    const ended = work.then(end, end)
    for (const id of datasetIds) underway.set(id, ended)
    return work
  }

  /** The work to wait for before a dataset, or any, is whole. */
  function findWork(datasetId: number | undefined): Promise<unknown> | undefined {
    const isMeant = ([id]: readonly [number, unknown]): boolean => id === (datasetId ?? id)
    const work = [...underway].find(isMeant)
    if (work) return work[1]
    const rest = [...unfinished].find(isMeant)
    return rest && occupy([rest[0]], turns.run(rest[1]()))
  }

  /** Waits until no work on a dataset, or on any, is under way, and ends what broke off. Rejects with a DatabaseError. */
  async function whenWhole(datasetId?: number): Promise<void> {
    for (let work = findWork(datasetId); work; work = findWork(datasetId)) await work
  }

  return {
    byDataset,
    whenWhole,

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
      const { rids = NONE, ids = NONE } = byDataset.get(datasetId) ?? {}
      return [rids.first, rids.last, ids.first, ids.last]
    },
  }
}
