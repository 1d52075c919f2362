// Reading conversations: counts, pages by number and slices beside a cursor. Each is one statement that gives the ready text
// of all its rows at once, because crossing into JavaScript row by row would cost several times as much.

import type { ItemText } from '../editions.ts'
import { createRanks } from './ranks.ts'
import { type SortKey, type SortOrder, sortColumns } from './sort-order.ts'
import type { Bound, Statements, Values } from './statements.ts'
import { createWhereBuilder, type Query } from './where.ts'

/** Rows in list order: their JSON texts joined by commas. */
export type Rows = { readonly items: string; readonly count: number }

/** Rows beside a cursor, the keys of the first and the last, and whether there are more in the same direction. */
export type Slice = Rows & { readonly first: SortKey; readonly last: SortKey; readonly hasMore: boolean }

export type Position = { readonly key: readonly Bound[]; readonly forward: boolean }

const MAX_COUNTS = 10_000
const noRows: Rows = { items: '', count: 0 }
const noKey: SortKey = { id: 0, created_at: '' }

export function createConversations(statements: Statements, order: SortOrder) {
  const counts = new Map<string, number>()
  const buildWhere = createWhereBuilder(statements, order)
  const ranks = createRanks(statements, order)
  const columns = sortColumns[order]
  const descending = columns.map((column) => `${column} DESC`).join(', ')
  const ascending = columns.join(', ')
  const tuple = columns.length === 1 ? 'id' : `(${columns.join(', ')})`
  const values = columns.length === 1 ? '(SELECT ?)' : '((SELECT ?), (SELECT ?))'

  return {
    /** How many rows the query has; counted once and remembered until forget(). */
    count(query: Query): number {
      const key = JSON.stringify([query.userId, query.filters])
      const known = counts.get(key)
      if (known !== undefined) return known
      const where = buildWhere(query)
      const count = Number(statements.first(`SELECT count(*) FROM ${where.from} WHERE ${where.sql}`, ...where.bound)?.[0])
      if (counts.size >= MAX_COUNTS) counts.clear()
      counts.set(key, count)
      return count
    },

    /** `limit` rows after the first `offset`. A deep page begins at a remembered rank near it. */
    rowsAt(query: Query, item: ItemText, offset: number, limit: number): Rows {
      const where = buildWhere(query)
      const start = ranks.near(query, where, offset)
      const from = start.key.length === 0 ? '' : ` AND ${tuple} <= ${values}`
      const sql = `SELECT group_concat(json), count(*) FROM (SELECT ${item} AS json FROM ${where.from} WHERE ${where.sql}${from} ORDER BY ${descending} LIMIT (SELECT ?) OFFSET (SELECT ?))`
      return toRows(statements.first(sql, ...where.bound, ...start.key, limit, offset - start.rank))
    },

    /** `limit` rows before or after a position, without one from the start. */
    rowsBeside(query: Query, item: ItemText, position: Position | undefined, limit: number): Slice {
      const where = buildWhere(query)
      const forward = position?.forward ?? true
      const beside = position === undefined ? '' : ` AND ${tuple} ${forward ? '<' : '>'} ${values}`
      const source = `FROM ${where.from} WHERE ${where.sql}${beside} ORDER BY ${forward ? descending : ascending} LIMIT`
      const rows = `SELECT ${item} AS json, id, created_at ${source} (SELECT ?)`
      const inOrder = forward ? rows : `SELECT * FROM (${rows}) ORDER BY ${descending}`
      const times = order === 'created_at' ? 'group_concat(created_at)' : "''"
      const sql = `SELECT group_concat(json), count(*), group_concat(id), ${times}, EXISTS (SELECT 1 ${source} 1 OFFSET (SELECT ?)) FROM (${inOrder})`
      const bound = [...where.bound, ...(position?.key ?? [])]
      return toSlice(statements.first(sql, ...bound, limit, ...bound, limit))
    },

    forget(): void {
      counts.clear()
      ranks.forget()
    },
  }
}

function toRows(row: Values | undefined): Rows {
  return row === undefined || row[0] === null ? noRows : { items: String(row[0]), count: Number(row[1]) }
}

function toSlice(row: Values | undefined): Slice {
  const rows = toRows(row)
  if (row === undefined || rows.count === 0) return { ...rows, first: noKey, last: noKey, hasMore: false }
  const ids = String(row[2]).split(',')
  const times = String(row[3]).split(',')
  return { ...rows, first: toKey(ids.at(0), times.at(0)), last: toKey(ids.at(-1), times.at(-1)), hasMore: row[4] === 1 }
}

const toKey = (id = '', created_at = ''): SortKey => ({ id: Number(id), created_at })
