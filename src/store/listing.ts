// Rows in list order, a slice in each turn: they may change while others have theirs.

import type { Work } from '../clock/turns.ts'
import type { Conversation } from '../dataset/dataset.ts'
import { sortColumns, type SortOrder } from '../dataset/sort-order.ts'
import { readColumns, toConversation } from './conversation-row.ts'
import type { Filters } from './filters.ts'
import { orderClauses } from './order-clauses.ts'
import type { Statements, Values } from './statements.ts'
import type { Query, WhereBuilder } from './where.ts'

/** How many rows are read at once: few enough that others are answered soon. */
const SLICE = 100
/** And how many are passed over at once. */
const PASSED = 500
/** And how many ids are read at once. */
const MANY = 2000

type Slice = {
  /** Columns to read after those of the key, which come first in each row. */
  readonly read?: string
  readonly limit: number
  readonly offset?: number
}

export function createListing(
  statements: Statements,
  { select, order }: { readonly select: WhereBuilder; readonly order: SortOrder },
) {
  const { columns, descending, key, values } = orderClauses(order)
  const width = sortColumns[order].length

  /** `last`: the key after which the rows come. */
  function read(
    query: Query,
    last: Values | undefined,
    { read: more = '', limit, offset = 0 }: Slice,
  ): Values[] {
    const { shape, bound } = select(query)
    const after = last === undefined ? '' : ` AND ${key} < ${values}`
    const sql = `SELECT ${columns}${more} FROM ${shape.from} WHERE ${shape.conditions}${after} ORDER BY ${descending} LIMIT (SELECT ?) OFFSET (SELECT ?)`
    return statements.all(sql, ...bound, ...(last ?? []), limit, offset)
  }

  const keyOf = (row: Values | undefined): Values | undefined => row?.slice(0, width)

  return {
    /** As far as rows do not change. The dataset is named again for each slice. */
    *list(
      datasetId: () => number,
      filters: Filters,
      { offset, limit }: { readonly offset: number; readonly limit: number },
    ): Work<Conversation[]> {
      const query = (): Query => ({ datasetId: datasetId(), filters })
      let last: Values | undefined
      for (let passed = 0; passed < offset; yield) {
        const step = Math.min(offset - passed, PASSED)
        last = keyOf(read(query(), last, { limit: 1, offset: step - 1 })[0])
        if (last === undefined) return []
        passed += step
      }
      const listed: Conversation[] = []
      for (let isEnd = false; !isEnd && listed.length < limit; yield) {
        const count = Math.min(limit - listed.length, SLICE)
        const rows = read(query(), last, { read: `, ${readColumns}`, limit: count })
        for (const row of rows) listed.push(toConversation(row.slice(width)))
        last = keyOf(rows.at(-1))
        isEnd = rows.length < count
      }
      return listed
    },

    /** As far as rows do not change; undefined when there are more than `max`. */
    *ids(datasetId: number, filters: Filters, max: number): Work<number[] | undefined> {
      const ids: number[] = []
      let last: Values | undefined
      for (let isEnd = false; !isEnd; yield) {
        const rows = read({ datasetId, filters }, last, { limit: MANY })
        for (const row of rows) ids.push(Number(row.at(-1)))
        if (ids.length > max) return undefined
        last = keyOf(rows.at(-1))
        isEnd = rows.length < MANY
      }
      return ids
    },
  }
}
