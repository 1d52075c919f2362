// Where every so-many-th row of a list stands, so that a deep page is found without walking over all rows before it.

import { deleteFirst } from './delete-first.ts'
import { sortColumns, type SortOrder } from '../dataset/sort-order.ts'
import type { Moved, MovedRows } from './moved-rows.ts'
import { orderClauses } from './order-clauses.ts'
import type { Bound, Statements, Values } from './statements.ts'
import type { Shape, Where } from './where.ts'

const STEP = 64
/** Below this rank an OFFSET is cheaper than a table of ranks. */
const SHALLOW = 2 * STEP
const MAX_TABLES = 64

/** A place to start from: `rank` rows lie before the row with `key`, or before where it was. */
export type Rank = { readonly rank: number; readonly key: Values }

/** The name of the list for which a table holds, and what moved when it was made and by now; nothing where much has moved. */
type Table = {
  readonly name: string
  /** One after the other: an object for each would take ten times the memory. */
  readonly keys: readonly Bound[]
  readonly made?: Moved
  readonly now?: Moved
}

export function createRanks(statements: Statements, order: SortOrder, movedRows: MovedRows) {
  /** By list. */
  const tables = new Map<string, Table>()
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

  function readKeys({ shape, bound }: Where): Bound[] {
    const keys: Bound[] = []
    let before: Values | undefined
    for (
      let row = firstKey(shape, ...bound);
      row !== undefined;
      row = keyOneStepOn(shape, ...bound, ...row)
    ) {
      if (before && !isLess(row, before)) throw statements.outOfOrder()
      keys.push(...row)
      before = row
    }
    return keys
  }

  /** The table of a list that has changed is good as long as all that moved is known. */
  function tableOf(where: Where): Table {
    const { list, name } = where
    const kept = tables.get(list)
    if (kept?.name === name) return kept
    const now = movedRows.areFew(where) ? movedRows.find(where) : undefined
    if (!now) return { name, keys: readKeys(where) }
    return kept?.made ? { ...kept, name, now } : { name, keys: readKeys(where), made: now, now }
  }

  const keyAt = ({ keys }: Table, step: number): Values =>
    keys.slice(step * width, (step + 1) * width)

  function rankAt(table: Table, step: number): number {
    const { made, now } = table
    if (made === now || !made || !now) return step * STEP
    const at = keyAt(table, step)
    return step * STEP + shiftAt(now, at) - shiftAt(made, at)
  }

  return {
    /** The last remembered rank at or before `offset`; none for a shallow one. The table is made on the first deep page. */
    near(where: Where, offset: number): Rank | undefined {
      if (offset < SHALLOW) return undefined
      const table = tableOf(where)
      // The table used last comes last, so the first may go.
      tables.delete(where.list)
      tables.set(where.list, table)
      if (tables.size > MAX_TABLES) deleteFirst(tables)
      const steps = table.keys.length / width
      const step = countWhile(steps, (index) => rankAt(table, index) <= offset) - 1
      return step < 0 ? undefined : { rank: rankAt(table, step), key: keyAt(table, step) }
    },
  }
}

/** How many rows more than at the baseline stand before a key. */
const shiftAt = ({ now, before }: Moved, key: Values): number =>
  countWhile(now.length, (index) => isLess(key, now[index])) -
  countWhile(before.length, (index) => isLess(key, before[index]))

/** How many of the first indexes hold, of which all hold before the first that does not. */
function countWhile(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** Keys are compared from their most significant value on. */
function isLess(a: Values, b: Values | undefined): boolean {
  const index = a.findIndex((value, at) => value !== b?.[at])
  const [first, second] = [a[index], b?.[index]]
  return (
    first !== undefined &&
    first !== null &&
    second !== undefined &&
    second !== null &&
    first < second
  )
}
