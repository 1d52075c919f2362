// Remembers the position of every STEP-th row of a list. A deep page then needs no walk over all
// rows before it.

import { deleteFirst } from './delete-first.ts'
import { sortColumns, type SortOrder } from '../dataset/sort-order.ts'
import type { Moved, MovedRows } from './moved-rows.ts'
import { orderClauses } from './order-clauses.ts'
import type { Bound, Statements, Values } from './statements.ts'
import type { Shape, Where } from './where.ts'

const STEP = 64
/** Below this rank, an OFFSET is faster than a table of ranks. */
const SHALLOW = 2 * STEP
const MAX_TABLES = 64

/**
 * A row to start reading from. `rank` rows lie before the row with `key`, or before its former
 * position.
 */
export type Rank = { readonly rank: number; readonly key: Values }

/**
 * The keys of every STEP-th row from the start of a list, as far as pages needed them. One flat list
 * holds them, because an object for each key would take ten times the memory.
 */
type Keys = { readonly flat: Bound[]; last: Values | undefined; isWhole: boolean }

/**
 * The remembered ranks of a list, valid for `name`. `made` and `now` hold the moved rows at the
 * table's creation and now; both are missing if many rows moved.
 */
type Table = {
  readonly name: string
  readonly keys: Keys
  readonly made?: Moved
  readonly now?: Moved
}

export function createRanks(statements: Statements, order: SortOrder, movedRows: MovedRows) {
  /** The tables by list. */
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

  /** Reads the next key of the list. */
  function readKey({ shape, bound }: Where, keys: Keys): void {
    const { flat, last } = keys
    const row = last ? keyOneStepOn(shape, ...bound, ...last) : firstKey(shape, ...bound)
    if (row && last && !isLess(row, last)) throw statements.outOfOrder()
    keys.last = row
    if (row) flat.push(...row)
    else keys.isWhole = true
  }

  /**
   * The table stays usable after changes as long as all moved rows are known. Rows after the last key
   * of a table are unknown after a change. So a list that changes meanwhile is then read as a whole.
   */
  function tableOf(where: Where): Table {
    const { list, name } = where
    const kept = tables.get(list)
    if (kept?.name === name) return kept
    const now = movedRows.areFew(where) ? movedRows.find(where) : undefined
    if (now && kept?.made && kept.keys.isWhole) return { ...kept, name, now }
    const keys: Keys = { flat: [], last: undefined, isWhole: false }
    if (!now) return { name, keys }
    if (kept) while (!keys.isWhole) readKey(where, keys)
    return { name, keys, made: now, now }
  }

  const stepsIn = ({ keys }: Table): number => keys.flat.length / width

  const keyAt = ({ keys }: Table, step: number): Values =>
    keys.flat.slice(step * width, (step + 1) * width)

  function rankAt(table: Table, step: number): number {
    const { made, now } = table
    if (made === now || !made || !now) return step * STEP
    const at = keyAt(table, step)
    return step * STEP + shiftAt(now, at) - shiftAt(made, at)
  }

  return {
    /**
     * The last remembered rank at or before `offset`; undefined for a small offset. A page reads the
     * keys up to its own offset, so that a walk over a long list has no long step.
     */
    near(where: Where, offset: number): Rank | undefined {
      if (offset < SHALLOW) return undefined
      const table = tableOf(where)
      // Moves this table to the end, so that the table unused for longest is deleted first.
      tables.delete(where.list)
      tables.set(where.list, table)
      if (tables.size > MAX_TABLES) deleteFirst(tables)
      const isBeyond = (): boolean =>
        stepsIn(table) > 0 && rankAt(table, stepsIn(table) - 1) > offset
      while (!table.keys.isWhole && !isBeyond()) readKey(where, table.keys)
      const step = countWhile(stepsIn(table), (index) => rankAt(table, index) <= offset) - 1
      return step < 0 ? undefined : { rank: rankAt(table, step), key: keyAt(table, step) }
    },
  }
}

/** How many more rows stand before the key than at the baseline. */
const shiftAt = ({ now, before }: Moved, key: Values): number =>
  countWhile(now.length, (index) => isLess(key, now[index])) -
  countWhile(before.length, (index) => isLess(key, before[index]))

/**
 * The number of indexes from 0 for which `holds` is true. After the first false, all must be false.
 */
function countWhile(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** Compares keys value by value, beginning with the most significant one. */
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
