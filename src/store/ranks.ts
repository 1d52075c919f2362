// Where every so-many-th row of a query stands, so that a deep page is found without walking over all rows before it.

import { orderClauses, type SortOrder } from './sort-order.ts'
import type { Bound, Statements } from './statements.ts'
import type { Query, Shape, Where } from './where.ts'

const STEP = 128
/** Below this rank an OFFSET is cheaper than a table of ranks. */
const SHALLOW = 4 * STEP
const MAX_TABLES = 64

/** A place to start from: `rank` rows lie before the one with `key`. */
export type Rank = { readonly rank: number; readonly key: readonly Bound[] }

export function createRanks(statements: Statements, order: SortOrder) {
  const tables = new Map<string, Rank[]>()
  const { columns, descending, key, values } = orderClauses(order)
  const firstKey = statements.perShape(
    ({ from, conditions }: Shape) => `SELECT ${columns} FROM ${from} WHERE ${conditions} ORDER BY ${descending} LIMIT 1`,
  )
  const keyOneStepOn = statements.perShape(
    ({ from, conditions }: Shape) =>
      `SELECT ${columns} FROM ${from} WHERE ${conditions} AND ${key} <= ${values} ORDER BY ${descending} LIMIT 1 OFFSET ${STEP}`,
  )

  function build({ shape, bound }: Where): Rank[] {
    const table: Rank[] = []
    for (let row = firstKey(shape, ...bound); row !== undefined; row = keyOneStepOn(shape, ...bound, ...(table.at(-1)?.key ?? []))) {
      table.push({ rank: table.length * STEP, key: row })
    }
    return table
  }

  return {
    /** The last remembered rank at or before `offset`; none for a shallow one. The table is made on the first deep page. */
    near(query: Query, where: Where, offset: number): Rank | undefined {
      if (offset < SHALLOW) return undefined
      const name = JSON.stringify(query)
      let table = tables.get(name)
      if (!table) {
        table = build(where)
        if (tables.size >= MAX_TABLES) tables.clear()
        tables.set(name, table)
      }
      return table[Math.min(Math.floor(offset / STEP), table.length - 1)]
    },

    forget(): void {
      tables.clear()
    },
  }
}
