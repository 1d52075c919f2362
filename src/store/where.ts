// From filters to a WHERE clause: one for each combination of filters, made once.
//
// Every value is bound as (SELECT ?). SQLite plans a statement anew whenever the value of a plain `= ?` or `LIMIT ?` changes.

import type { Filters } from './filters.ts'
import { indexedFilters, indexName } from './schema.ts'
import type { SortOrder } from './sort-order.ts'
import type { Bound, Statements } from './statements.ts'

/** The rows that a request may see. */
export type Query = { readonly userId: number; readonly filters: Filters }

/** The part of a statement that depends on which filters there are. */
export type Shape = {
  /** `conversations`, with the index that ends in the sort key. */
  readonly from: string
  readonly conditions: string
}

export type Where = { readonly shape: Shape; readonly bound: readonly Bound[] }

const exact = ['type', 'assistant_id', 'customer_phone', 'whatsapp_sender_phone', 'external_identifier'] as const
type Condition = (typeof exact)[number] | 'id >=' | 'id <=' | 'created_at >=' | 'created_at <='

export type WhereBuilder = (query: Query) => Where

export function createWhereBuilder(statements: Statements, order: SortOrder): WhereBuilder {
  const shapes = new Map<string, Shape>()

  return function buildWhere({ userId, filters }) {
    const conditions: Condition[] = []
    const bound: Bound[] = [userId]
    for (const column of exact) {
      const value = filters[column]
      if (value === undefined) continue
      conditions.push(column)
      bound.push(value)
    }
    if (filters.date_from !== undefined) since(userId, `${filters.date_from} 00:00:00`)
    if (filters.date_to !== undefined) until(userId, `${filters.date_to} 23:59:59`)
    return { shape: shapeOf(conditions), bound }

    // Where created_at rises with id, a range of dates is a range of ids.
    function since(user: number, time: string): void {
      const byId = order === 'id' && isChronological(user)
      conditions.push(byId ? 'id >=' : 'created_at >=')
      bound.push(byId ? firstIdSince(user, time) : time)
    }

    function until(user: number, time: string): void {
      const byId = order === 'id' && isChronological(user)
      conditions.push(byId ? 'id <=' : 'created_at <=')
      bound.push(byId ? lastIdUntil(user, time) : time)
    }
  }

  function shapeOf(conditions: readonly Condition[]): Shape {
    const name = conditions.join()
    let shape = shapes.get(name)
    if (!shape) shapes.set(name, (shape = createShape(conditions, order)))
    return shape
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

function createShape(conditions: readonly Condition[], order: SortOrder): Shape {
  const names = new Set<string>(conditions)
  const index = indexedFilters.find((columns) => columns.every((column) => names.has(column))) ?? []
  // A range of the other column needs another index, which SQLite then chooses.
  const other = order === 'id' ? 'created_at' : 'id'
  const isSorted = !conditions.some((condition) => condition.startsWith(`${other} `))
  const compared = conditions.map((condition) => `${condition.includes(' ') ? condition : `${condition} =`} (SELECT ?)`)
  return {
    from: isSorted ? `conversations INDEXED BY ${indexName(index, order)}` : 'conversations',
    conditions: ['user_id = (SELECT ?)', ...compared].join(' AND '),
  }
}

const toId = (row: readonly Bound[] | undefined): number | undefined => (row === undefined ? undefined : Number(row[0]))
