// The filter that a click on a table cell sets. It keeps the rows that have the same value.

import type { EditionName } from '../../editions.ts'
import type { Statistics } from '../../client/wire.ts'
import { isDay, isHonoured, type Query, types, withFilter } from './query.ts'
import { isRecord, type Item } from './reading.ts'

type Assistant = Pick<Statistics['assistants'][number], 'id' | 'name'>

export type CellContext = {
  readonly query: Query
  readonly edition: EditionName
  readonly assistants: readonly Assistant[]
}

/** Adds the filter of a cell to the query. Undefined if the edition has no filter for the value. */
export function narrowBy(field: string, item: Item, context: CellContext): Narrowing | undefined {
  const filters = filtersFor(field, item, context)
  // The API removes blanks at both ends of a value, and ignores a filter with an empty text.
  const isSound = filters.every(
    ([name, value]) => isHonoured(context.edition, name) && value !== '' && value === value.trim(),
  )
  if (filters.length === 0 || !isSound) return undefined
  const query = filters.reduce<Query>(
    (before, [name, value]) => withFilter(before, name, value),
    context.query,
  )
  return { query, words: filters.map((pair) => pair.join('=')).join(', ') }
}

type Narrowing = {
  readonly query: Query
  /** The filters in words, such as "type=widget". */
  readonly words: string
}

type Filter = readonly [Parameters<typeof isHonoured>[1], string]

function filtersFor(field: string, item: Item, { assistants }: CellContext): readonly Filter[] {
  const value = item[field]
  if (field === 'customer')
    return isRecord(value) && typeof value['phone'] === 'string'
      ? [['customer_phone', value['phone']]]
      : []
  if (typeof value !== 'string') return []
  if (field === 'type') return types.includes(value) ? [['type', value]] : []
  if (field === 'external_identifier') return [['external_identifier', value]]
  if (field === 'created_at') {
    const day = value.slice(0, 10)
    return isDay(day)
      ? [
          ['date_from', day],
          ['date_to', day],
        ]
      : []
  }
  if (field !== 'assistant_name') return []
  const [assistant, ...others] = assistants.filter(({ name }) => name === value)
  return assistant && others.length === 0 ? [['assistant_id', String(assistant.id)]] : []
}
