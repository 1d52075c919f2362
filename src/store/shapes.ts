// The part of a statement that depends on the set of filters, not on their values.

import { isVisible } from './hidden.ts'
import { indexedFilters, indexName } from './indexes.ts'
import type { SortOrder } from '../dataset/sort-order.ts'

/** `index` numbers the shapes from 0. */
export type Shape = {
  readonly index: number
  /** The table `conversations`, with the index that ends in the sort key, unless another is better. */
  readonly from: string
  /** The table `conversations`, with that index in any case. */
  readonly indexed: string
  /** The filters that the index holds. `isInIndex`: it holds all columns of the conditions. */
  readonly indexedFilters: readonly string[]
  readonly isInIndex: boolean
  readonly conditions: string
  /** The conditions for tables without hidden rows. */
  readonly keptConditions: string
}

/**
 * A condition for visible rows when no row lies above the hidden ones. A search skips them; with
 * NOT BETWEEN it would read each of them.
 */
export const isBelow = 'id < (SELECT ?)'

export const exact = [
  'type',
  'assistant_id',
  'customer_phone',
  'whatsapp_sender_phone',
  'external_identifier',
] as const
export type Condition =
  | (typeof exact)[number]
  | 'id >='
  | 'id <='
  | 'created_at >='
  | 'created_at <='
  | typeof isVisible
  | typeof isBelow

export function createShape(
  conditions: readonly Condition[],
  order: SortOrder,
): Omit<Shape, 'index'> {
  const names = new Set<string>(conditions)
  const index = indexedFilters.find((columns) => columns.every((column) => names.has(column))) ?? []
  // A range of the other column needs another index. SQLite then chooses it.
  const other = order === 'id' ? 'created_at' : 'id'
  const isSorted = !conditions.some((condition) => condition.startsWith(`${other} `))
  const indexed = `conversations INDEXED BY ${indexName(index, order)}`
  const kept = conditions.filter((condition) => !hiding.has(condition))
  return {
    from: isSorted ? indexed : 'conversations',
    indexed,
    indexedFilters: index,
    isInIndex: isSorted && exact.every((name) => !names.has(name) || isOneOf(index, name)),
    conditions: toConditions(conditions),
    keptConditions: toConditions(kept),
  }
}

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name)

const hiding = new Set<Condition>([isVisible, isBelow])

const toConditions = (conditions: readonly Condition[]): string =>
  ['dataset_id = (SELECT ?)', ...conditions.map(toComparison)].join(' AND ')

function toComparison(condition: Condition): string {
  if (hiding.has(condition)) return condition
  return `${condition.includes(' ') ? condition : `${condition} =`} (SELECT ?)`
}
