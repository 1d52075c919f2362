// The two orders in which Laravel may list conversations, newest first.

export type SortOrder = 'id' | 'created_at'

/** Where a row stands in an order. */
export type SortKey = { readonly id: number; readonly created_at: string }

/** The ordering columns, from the most to the least significant. */
export const sortColumns = {
  id: ['id'],
  created_at: ['created_at', 'id'],
} as const satisfies Record<SortOrder, readonly string[]>

/** The same as pieces of SQL: both directions, the key of a row and a key of bound values to compare it with. */
export function orderClauses(order: SortOrder) {
  const columns = sortColumns[order]
  return {
    columns: columns.join(', '),
    ascending: columns.join(', '),
    descending: columns.map((column) => `${column} DESC`).join(', '),
    key: tuple(columns),
    values: tuple(columns.map(() => '(SELECT ?)')),
  }
}

const tuple = (items: readonly string[]): string =>
  items.length === 1 ? items.join() : `(${items.join(', ')})`
