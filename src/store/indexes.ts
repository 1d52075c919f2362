// Defines the indexes as SQL.

import { type SortOrder, sortColumns } from '../dataset/sort-order.ts'

/** The filters with an index, in the order of their selectivity. Each index ends with the sort key. */
export const indexedFilters = [
  ['external_identifier'],
  ['customer_phone'],
  ['whatsapp_sender_phone'],
  ['assistant_id', 'type'],
  ['assistant_id'],
  ['type'],
  [],
] as const

const optional = new Set<string>(['external_identifier', 'customer_phone', 'whatsapp_sender_phone'])

/** The name of an index on conversations. */
export const indexName = (filters: readonly string[], order: SortOrder): string =>
  ['conversations', ...filters, 'by', order].join('_')

/** The indexes for one order. A file of the other order gets them when it is opened. */
export function indexes(order: SortOrder): string {
  const byFilter = indexedFilters.slice(0, -1).map((filters) => {
    const condition = filters
      .filter((column) => optional.has(column))
      .map((column) => ` WHERE ${column} IS NOT NULL`)
    return `CREATE INDEX IF NOT EXISTS ${indexName(filters, order)} ON conversations (${['dataset_id', ...filters, ...sortColumns[order]].join(', ')})${condition.join('')};`
  })
  return [
    `CREATE UNIQUE INDEX IF NOT EXISTS ${indexName([], 'id')} ON conversations (dataset_id, id);`,
    `CREATE INDEX IF NOT EXISTS ${indexName([], 'created_at')} ON conversations (dataset_id, created_at, id);`,
    ...byFilter,
  ].join('\n')
}

export const indexNames = (order: SortOrder): string[] => [
  indexName([], 'id'),
  indexName([], 'created_at'),
  ...indexedFilters.slice(0, -1).map((filters) => indexName(filters, order)),
]

/**
 * This index serves writes, and searches by uuid. It costs a third of the time of all other indexes. So
 * a start with few rows creates it later. With many rows, a request would wait too long for it.
 */
export const uuidIndex =
  'CREATE UNIQUE INDEX IF NOT EXISTS conversations_by_uuid_first ON conversations (uuid, dataset_id)'

/** The earlier index began with the dataset, so a search without a dataset could not use it. */
export const dropEarlierUuidIndex = 'DROP INDEX IF EXISTS conversations_by_uuid'

/** These indexes lead from a dataset to its user, and from a uuid to its assistant. */
export const usersIndex = 'CREATE INDEX IF NOT EXISTS users_by_dataset ON users (dataset_id)'
export const assistantsIndex = 'CREATE INDEX IF NOT EXISTS assistants_by_uuid ON assistants (uuid)'

/** Selects a row if the table is too long to be indexed within a few milliseconds. */
export const manyRows = 'SELECT 1 FROM conversations LIMIT 1 OFFSET 10000'
