// From filters to a WHERE clause: at most one statement per combination of filters.
//
// Every value is bound as (SELECT ?). SQLite plans a statement anew whenever the value of a plain `= ?` or `LIMIT ?` changes.

import type { Filters } from './filters.ts'
import { indexedFilters, indexName } from './schema.ts'
import type { SortOrder } from './sort-order.ts'
import type { Bound, Statements } from './statements.ts'

/** The rows that a request may see. */
export type Query = { readonly userId: number; readonly filters: Filters }

export type Where = {
  /** `conversations`, with the index that ends in the sort key. */
  readonly from: string
  readonly sql: string
  readonly bound: readonly Bound[]
}

const exact = ['type', 'assistant_id', 'customer_phone', 'whatsapp_sender_phone', 'external_identifier'] as const

export type WhereBuilder = (query: Query) => Where

export function createWhereBuilder(statements: Statements, order: SortOrder): WhereBuilder {
  return function buildWhere(query) {
    const { userId, filters } = query
    const conditions = ['user_id = (SELECT ?)']
    const bound: Bound[] = [userId]
    for (const column of exact) {
      const value = filters[column]
      if (value === undefined) continue
      conditions.push(`${column} = (SELECT ?)`)
      bound.push(value)
    }
    const index = indexedFilters.find((columns) => columns.every((column) => filters[column] !== undefined)) ?? []
    const range = dateRange(query)
    const sorted = range.every(({ column }) => column === order)
    return {
      from: sorted ? `conversations INDEXED BY ${indexName(index, order)}` : 'conversations',
      sql: [...conditions, ...range.map(({ column, operator }) => `${column} ${operator} (SELECT ?)`)].join(' AND '),
      bound: [...bound, ...range.map(({ value }) => value)],
    }
  }

  type Bounds = { column: SortOrder; operator: '>=' | '<='; value: Bound }[]

  /** Dates as bounds of created_at or, where that rises with id, of id. */
  function dateRange({ userId, filters: { date_from, date_to } }: Query): Bounds {
    if (date_from === undefined && date_to === undefined) return []
    const from = date_from === undefined ? undefined : `${date_from} 00:00:00`
    const to = date_to === undefined ? undefined : `${date_to} 23:59:59`
    const byId = order === 'id' && isChronological(userId)
    const range: Bounds = []
    if (from !== undefined)
      range.push({ column: byId ? 'id' : 'created_at', operator: '>=', value: byId ? firstIdSince(userId, from) : from })
    if (to !== undefined) range.push({ column: byId ? 'id' : 'created_at', operator: '<=', value: byId ? lastIdUntil(userId, to) : to })
    return range
  }

  function isChronological(userId: number): boolean {
    return statements.first('SELECT chronological FROM users WHERE id = ?', userId)?.[0] === 1
  }

  function firstIdSince(userId: number, time: string): number {
    const sql = 'SELECT id FROM conversations WHERE user_id = (SELECT ?) AND created_at >= (SELECT ?) ORDER BY created_at, id LIMIT 1'
    return toId(statements.first(sql, userId, time)) ?? Number.MAX_SAFE_INTEGER
  }

  function lastIdUntil(userId: number, time: string): number {
    const sql =
      'SELECT id FROM conversations WHERE user_id = (SELECT ?) AND created_at <= (SELECT ?) ORDER BY created_at DESC, id DESC LIMIT 1'
    return toId(statements.first(sql, userId, time)) ?? 0
  }
}

const toId = (row: readonly unknown[] | undefined): number | undefined => (row === undefined ? undefined : Number(row[0]))
