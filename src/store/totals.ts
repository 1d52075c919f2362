// Counts the rows of lists. Long work on many rows counts the lists of clients in turns before it
// ends, so no request has to count them all afterwards.

import type { Work } from '../clock/turns.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import { createByList } from './by-list.ts'
import { createCounting } from './counting.ts'
import { deleteFirst } from './delete-first.ts'
import type { Filters } from './filters.ts'
import type { Range } from './hidden-rows.ts'
import type { MovedRows } from './moved-rows.ts'
import type { Statements } from './statements.ts'
import type { Versions } from './versions.ts'
import type { Shape } from './shapes.ts'
import type { Where, WhereBuilder } from './where.ts'

/** The number of lists that are remembered as recent. */
const MAX_RECENT = 100
/** The number of lists of a dataset that long work counts. */
const MAX_FORESEEN = 4

export type Totals = ReturnType<typeof createTotals>

type TotalsOptions = WhereBuilder & { readonly order: SortOrder; readonly movedRows: MovedRows }

type Change = { readonly nextId?: number; readonly removedIds?: Range | undefined }

type Foreseen = { readonly filters: Filters; readonly values: string; readonly total: number }

export function createTotals(
  statements: Statements,
  versions: Versions,
  { select, selectWhole, selectWithout, order, movedRows }: TotalsOptions,
) {
  const counts = createByList<number>()
  /** The number of rows that each list had at the baseline. */
  const baselines = createByList<number>()
  /** The lists that were counted last. The latest is the last one. */
  const recent = new Map<string, Where>()
  const countInTurns = createCounting(statements, { selectWhole, order })
  const countRows = statements.perShape(
    ({ from, conditions }: Shape) => `SELECT count(*) FROM ${from} WHERE ${conditions}`,
  )

  /** Counts all rows once. Later it counts only the rows that moved since the baseline. */
  function countNow(where: Where): number {
    noteRecent(where)
    const countAll = (): number => Number(countRows(where.shape, ...where.bound)?.[0])
    if (!movedRows.areFew(where)) return countAll()
    const difference = movedRows.difference(where)
    const { list } = where
    return difference + (baselines.get(list) ?? baselines.set(list, countAll() - difference))
  }

  function noteRecent(where: Where): void {
    recent.delete(where.list)
    recent.set(where.list, where)
    if (recent.size > MAX_RECENT) deleteFirst(recent)
  }

  /** The filters of the lists that clients asked for last. */
  const filtersOf = (datasetId: number): Filters[] =>
    [...recent.values()]
      .filter((where) => where.datasetId === datasetId)
      .slice(-MAX_FORESEEN)
      .map(({ filters }) => filters)

  const othersOf = (...datasetIds: number[]): string =>
    datasetIds.map((id) => versions.ofOthers(id)).join()

  const isQuick = (where: Where): boolean =>
    baselines.get(where.list) !== undefined && movedRows.areFew(where)

  function keep(where: Where, total: number): void {
    const { list, name } = where
    noteRecent(where)
    counts.set(name, total)
    if (movedRows.areFew(where)) baselines.set(list, total - movedRows.difference(where))
  }

  return {
    /** The number of rows. It is remembered until they change. */
    count: (where: Where): number =>
      counts.get(where.name) ?? counts.set(where.name, countNow(where)),

    /**
     * Counts the lists of a dataset as they will be when its hidden rows are shown, when the dataset
     * `nextId` takes its place, or when rows with the ids `removedIds` are hidden. Call the result in the
     * turn in which this happens, afterwards.
     */
    *foresee(datasetId: number, { nextId = datasetId, removedIds }: Change = {}): Work<() => void> {
      const [lists, others] = [versions.ofLists(nextId), othersOf(datasetId, nextId)]
      const foreseen: Foreseen[] = []
      for (const filters of filtersOf(datasetId)) {
        const query = { datasetId: nextId, filters }
        const where = removedIds ? selectWithout(query, removedIds) : selectWhole(query)
        if (isQuick(where)) continue
        foreseen.push({ filters, values: valuesOf(where), total: yield* countInTurns(where) })
      }
      const isStill = versions.ofLists(nextId) === lists
      return () => {
        if (!isStill || othersOf(datasetId, nextId) !== others) return
        for (const { filters, values: before, total } of foreseen) {
          const where = select({ datasetId: nextId, filters })
          if (valuesOf(where) === before) keep(where, total)
        }
      }
    },
  }
}

/** The values of the filters. Dates become ids, which depend on the rows. */
const valuesOf = ({ kept }: Where): string => JSON.stringify(kept.slice(1))
