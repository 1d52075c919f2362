// Counts the rows of a list in turns. Each step passes a bounded number of rows, also when few of
// them are in the list.

import type { Work } from '../clock/turns.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import type { Filters } from './filters.ts'
import { orderClauses } from './order-clauses.ts'
import type { Bound, Statements } from './statements.ts'
import type { Shape } from './shapes.ts'
import type { Where, WhereBuilder } from './where.ts'

/**
 * The number of rows that one step passes, which takes one or two milliseconds. Where the index does
 * not hold all columns of the filters, each row is read.
 */
const STEP = { inIndex: 10_000, inRows: 2500 } as const

type CountingOptions = Pick<WhereBuilder, 'selectWhole'> & { readonly order: SortOrder }

export function createCounting(
  statements: Statements,
  { selectWhole, order }: CountingOptions,
): (where: Where) => Work<number> {
  const { columns, descending, key, values } = orderClauses(order)
  const [before, from] = [` AND ${key} < ${values}`, ` AND ${key} >= ${values}`]
  const keyOneStepOn = (after: string) =>
    statements.perShape(
      (shape: Shape) =>
        `SELECT ${columns} FROM ${shape.indexed} WHERE ${shape.conditions}${after} ORDER BY ${descending} LIMIT 1 OFFSET (SELECT ?)`,
    )
  const [firstKey, nextKey] = [keyOneStepOn(''), keyOneStepOn(before)]
  const countRows = (range: string) =>
    statements.perShape(
      ({ indexed, conditions }: Shape) =>
        `SELECT count(*) FROM ${indexed} WHERE ${conditions}${range}`,
    )
  const counts = {
    all: countRows(''),
    start: countRows(from),
    middle: countRows(before + from),
    end: countRows(before),
  }

  /** Counts the rows of a list after the key `last`, up to and including the key `next`. */
  function countBetween({ shape, bound }: Where, last: Keys, next: Keys): number {
    const part = last ? (next ? 'middle' : 'end') : next ? 'start' : 'all'
    return Number(counts[part](shape, ...bound, ...(last ?? []), ...(next ?? []))?.[0])
  }

  return function* countInTurns(where) {
    const { datasetId, shape } = where
    // Steps pass the rows that have the indexed values, whether they are in the list or not.
    const passed = shape.isInIndex
      ? where
      : selectWhole({ datasetId, filters: pick(where.filters, shape.indexedFilters) })
    const rows = STEP[shape.isInIndex ? 'inIndex' : 'inRows'] - 1
    let count = 0
    let last: Keys
    do {
      const next: Keys = last
        ? nextKey(passed.shape, ...passed.bound, ...last, rows)
        : firstKey(passed.shape, ...passed.bound, rows)
      count += countBetween(where, last, next)
      last = next
      yield
    } while (last)
    return count
  }
}

/** The key of a row; undefined beyond the end of a list. */
type Keys = readonly Bound[] | undefined

const pick = (filters: Filters, names: readonly string[]): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([name]) => names.includes(name)))
