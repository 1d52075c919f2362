// Remembers the position of every STEP-th row of a list. A deep page then needs no walk over all
// rows before it.

import { countWhile } from '../bisect.ts'
import { deleteFirst } from './delete-first.ts'
import { sortColumns, type SortOrder } from '../dataset/sort-order.ts'
import type { Moved, MovedRows } from './moved-rows.ts'
import { orderClauses } from './order-clauses.ts'
import type { Bound, Statements, Values } from './statements.ts'
import type { Shape } from './shapes.ts'
import type { Where } from './where.ts'

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
type Keys = {
  readonly flat: Bound[]
  /** For each key: how many rows lay before it at the baseline. */
  readonly ranks: number[]
}

/**
 * The remembered ranks of a list, valid for `name`. `moved` is missing if many rows moved. The keys
 * then serve only this name. `isWhole`: no key follows.
 */
type Table = {
  readonly name: string
  readonly keys: Keys
  readonly moved: Moved | undefined
  isWhole: boolean
}

export function createRanks(statements: Statements, order: SortOrder, movedRows: MovedRows) {
  /** The tables by list. */
  const tables = new Map<string, Table>()
  let latest: Table | undefined
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

  const countKeys = ({ keys }: Table): number => keys.ranks.length

  const keyAt = ({ keys }: Table, index: number): Values =>
    keys.flat.slice(index * width, (index + 1) * width)

  function rankAt(table: Table, index: number): number {
    const rank = table.keys.ranks[index] ?? 0
    const { moved } = table
    return moved && hasRows(moved) ? rank + shiftAt(moved, keyAt(table, index)) : rank
  }

  /** Reads the next key of the list. */
  function readKey({ shape, bound }: Where, table: Table): void {
    const { keys, moved } = table
    const index = countKeys(table) - 1
    const last = index < 0 ? undefined : keyAt(table, index)
    const row = last ? keyOneStepOn(shape, ...bound, ...last) : firstKey(shape, ...bound)
    if (!row) {
      table.isWhole = true
      return
    }
    if (last && !isLess(row, last)) throw statements.outOfOrder()
    const rank = last ? rankAt(table, index) + STEP : 0
    keys.flat.push(...row)
    keys.ranks.push(moved ? rank - shiftAt(moved, row) : rank)
  }

  /** The keys stay usable after changes as long as all moved rows are known. */
  function tableOf(where: Where): Table {
    const { list, name } = where
    const kept = tables.get(list)
    if (kept?.name === name) return kept
    const moved = movedRows.areFew(where) ? movedRows.find(where) : undefined
    const keys = moved && kept?.moved ? kept.keys : { flat: [], ranks: [] }
    return { name, keys, moved, isWhole: false }
  }

  /** The table of a list, which is then the last one, so that the one unused for longest is first. */
  function latestTableOf(where: Where): Table {
    if (latest?.name === where.name) return latest
    latest = tableOf(where)
    tables.delete(where.list)
    tables.set(where.list, latest)
    if (tables.size > MAX_TABLES) deleteFirst(tables)
    return latest
  }

  /** If no id is missing between two keys, the key of a row between them follows from its rank. */
  function exactRank(table: Table, index: number, offset: number): Rank | undefined {
    if (order !== 'id' || index + 1 >= countKeys(table)) return undefined
    const [before = NaN, after = NaN] = table.keys.flat.slice(index, index + 2).map(Number)
    const rank = rankAt(table, index)
    const isWhole = before - after === rankAt(table, index + 1) - rank
    return isWhole ? { rank: offset, key: [before - (offset - rank)] } : undefined
  }

  return {
    /**
     * The last remembered rank at or before `offset`; undefined for a small offset. A page reads the
     * keys up to its own offset, so that a walk over a long list has no long step.
     */
    near(where: Where, offset: number): Rank | undefined {
      if (offset < SHALLOW) return undefined
      const table = latestTableOf(where)
      const isBeyond = (): boolean =>
        countKeys(table) > 0 && rankAt(table, countKeys(table) - 1) > offset
      while (!table.isWhole && !isBeyond()) readKey(where, table)
      const index = countWhile(countKeys(table), (at) => rankAt(table, at) <= offset) - 1
      if (index < 0) return undefined
      return (
        exactRank(table, index, offset) ?? { rank: rankAt(table, index), key: keyAt(table, index) }
      )
    },
  }
}

const hasRows = ({ now, before }: Moved): boolean => now.length > 0 || before.length > 0

/** How many more rows stand before the key than at the baseline. */
const shiftAt = ({ now, before }: Moved, key: Values): number =>
  countWhile(now.length, (index) => isLess(key, now[index])) -
  countWhile(before.length, (index) => isLess(key, before[index]))

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
