// Where every so-many-th row of a query stands, so that a deep page is found without walking over all rows before it.

import { type SortOrder, sortColumns } from './sort-order.ts'
import type { Bound, Statements } from './statements.ts'
import type { Query, Where } from './where.ts'

const STEP = 128
/** Below this rank an OFFSET is cheaper than a table of ranks. */
const SHALLOW = 4 * STEP
const MAX_TABLES = 64

/** A place to start from: `rank` rows lie before the one with `key`; an empty key is the start of the list. */
export type Rank = { readonly rank: number; readonly key: readonly Bound[] }

const start: Rank = { rank: 0, key: [] }

export function createRanks(statements: Statements, order: SortOrder) {
  const tables = new Map<string, Rank[]>()
  const columns = sortColumns[order]
  const list = columns.join(', ')
  const tuple = columns.length === 1 ? 'id' : `(${list})`
  const values = columns.length === 1 ? '(SELECT ?)' : '((SELECT ?), (SELECT ?))'
  const descending = columns.map((column) => `${column} DESC`).join(', ')

  function build({ from, sql, bound }: Where): Rank[] {
    const next = `SELECT ${list} FROM ${from} WHERE ${sql} AND ${tuple} <= ${values} ORDER BY ${descending} LIMIT 1 OFFSET ${STEP}`
    const first = statements.first(`SELECT ${list} FROM ${from} WHERE ${sql} ORDER BY ${descending} LIMIT 1`, ...bound)
    const table: Rank[] = []
    for (let row = first; row !== undefined; row = statements.first(next, ...bound, ...(table.at(-1)?.key ?? []))) {
      table.push({ rank: table.length * STEP, key: row.filter(isBound) })
    }
    return table
  }

  return {
    /** The last remembered rank at or before `offset`. */
    near(query: Query, where: Where, offset: number): Rank {
      if (offset < SHALLOW) return start
      const name = JSON.stringify([query.userId, query.filters])
      let table = tables.get(name)
      if (!table) {
        table = build(where)
        if (tables.size >= MAX_TABLES) tables.clear()
        tables.set(name, table)
      }
      return table[Math.min(Math.floor(offset / STEP), table.length - 1)] ?? start
    },

    forget(): void {
      tables.clear()
    },
  }
}

const isBound = (value: unknown): value is Bound => typeof value === 'string' || typeof value === 'number'
