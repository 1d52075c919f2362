// The SQL for the order of a list.

import { type SortOrder, sortColumns } from '../dataset/sort-order.ts'

/** Both directions, the key of a row, and a key of bound values for comparing. */
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
