// Where every so-many-th row of a query stands, so that a deep page is found without walking over all rows before it.

import { deleteFirst } from './delete-first.ts'
import { sortColumns, type SortOrder } from '../dataset/sort-order.ts'
import { orderClauses } from './order-clauses.ts'
import type { Bound, Statements, Values } from './statements.ts'
import type { Shape, Where } from './where.ts'

const STEP = 64
/** Below this rank an OFFSET is cheaper than a table of ranks. */
const SHALLOW = 2 * STEP
const MAX_TABLES = 64

/** A place to start from: `rank` rows lie before the one with `key`. */
export type Rank = { readonly rank: number; readonly key: readonly Bound[] }

export function createRanks(statements: Statements, order: SortOrder) {
  // Keys one after the other: an object for each would take ten times the memory.
  const tables = new Map<string, Bound[]>()
  const { columns, descending, key, values } = orderClauses(order)
  const width = sortColumns[order].length
  const firstKey = statements.perShape(
    ({ from, conditions }: Shape) =>
      `SELECT ${columns} FROM ${from} WHERE ${conditions} ORDER BY ${descending} LIMIT 1`,
  )
  const keyOneStepOn = statements.perShape(
    ({ from, conditions }: Shape) =>
      `SELECT ${columns} FROM ${from} WHERE ${conditions} AND ${key} <= ${values} ORDER BY ${descending} LIMIT 1 OFFSET ${STEP}`,
  )

  function build({ shape, bound }: Where): Bound[] {
    const table: Bound[] = []
    let before: Values | undefined
    for (
      let row = firstKey(shape, ...bound);
      row !== undefined;
      row = keyOneStepOn(shape, ...bound, ...row)
    ) {
      if (before && !isBefore(row, before)) throw statements.outOfOrder()
      table.push(...row)
      before = row
    }
    return table
  }

  return {
    /** The last remembered rank at or before `offset`; none for a shallow one. The table is made on the first deep page. */
    near(where: Where, offset: number): Rank | undefined {
      if (offset < SHALLOW) return undefined
      const table = tables.get(where.name) ?? build(where)
      // The table used last comes last, so the first may go: it is unused, or its rows have changed since.
      tables.delete(where.name)
      tables.set(where.name, table)
      if (tables.size > MAX_TABLES) deleteFirst(tables)
      const step = Math.min(Math.floor(offset / STEP), table.length / width - 1)
      return step < 0
        ? undefined
        : { rank: step * STEP, key: table.slice(step * width, (step + 1) * width) }
    },
  }
}

/** Keys are compared from their most significant value on. */
function isBefore(a: Values, b: Values): boolean {
  const index = a.findIndex((value, at) => value !== b[at])
  const [first, second] = [a[index], b[index]]
  return (
    first !== undefined &&
    first !== null &&
    second !== undefined &&
    second !== null &&
    first < second
  )
}
