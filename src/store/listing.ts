// Reads rows in list order, one slice per turn. Rows may change between two turns.

import type { Work } from '../clock/turns.ts'
import type { Conversation } from '../dataset/dataset.ts'
import { sortColumns, type SortOrder } from '../dataset/sort-order.ts'
import { readColumns, toConversation } from './conversation-row.ts'
import type { Filters } from './filters.ts'
import { orderClauses } from './order-clauses.ts'
import { untilLong } from './slices.ts'
import type { Statements, Values } from './statements.ts'
import type { Query, Select } from './where.ts'

/** The most rows read in one step. It is small, so other requests are answered soon. */
const SLICE = 100
/** The number of rows skipped in one step. */
const PASSED = 500
/** The number of ids read in one step. */
const MANY = 2000

type Slice = {
  /** Columns to read besides the key. The key's columns come first in each row. */
  readonly read?: string
  readonly limit: number
  readonly offset?: number
}

export function createListing(
  statements: Statements,
  { select, order }: { readonly select: Select; readonly order: SortOrder },
) {
  const { columns, descending, key, values } = orderClauses(order)
  const width = sortColumns[order].length

  /** Reads the rows after the key `last`. */
  function read(
    query: Query,
    last: Values | undefined,
    { read: more = '', limit, offset = 0 }: Slice,
  ): Values[] {
    const { shape, bound } = select(query)
    const after = last === undefined ? '' : ` AND ${key} < ${values}`
    const sql = `SELECT ${columns}${more} FROM ${shape.from} WHERE ${shape.conditions}${after} ORDER BY ${descending} LIMIT (SELECT ?) OFFSET (SELECT ?)`
    return statements.upTo(untilLong(), sql, ...bound, ...(last ?? []), limit, offset)
  }

  const keyOf = (row: Values | undefined): Values | undefined => row?.slice(0, width)

  return {
    /**
     * Lists rows. The list is exact only if no row changes meanwhile. `datasetId` is called for
     * each slice.
     */
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
        isEnd = rows.length === 0
      }
      return listed
    },

    /**
     * The ids of all rows; undefined when there are more than `max`. They are exact only if no row
     * changes meanwhile.
     */
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
