// Converts conversations to columns of their table, and back.

import type { Assistant, Conversation } from '../dataset/dataset.ts'
import type { ItemText } from '../editions.ts'
import { columnTypes, fieldColumns } from './conversation-columns.ts'
import { given } from './schema.ts'
import type { Bound, Values } from './statements.ts'

/** The fields of a row that are written as JSON. */
export type RowTexts = Readonly<Record<ItemText | 'variables', string>>

/** Makes the JSON texts of a row. */
export type Render = (row: Conversation, assistant: Pick<Assistant, 'uuid' | 'name'>) => RowTexts

/** Rows whose texts have this many characters together are written within a few milliseconds. */
export const MAX_LENGTH = 256 * 1024

export const lengthOf = ({ basic, full, variables }: RowTexts): number =>
  basic.length + full.length + variables.length

const bounds = `(${given.replaceAll(/\w+/g, '?')})`

/**
 * OR FAIL is cheaper than the default OR ABORT, where SQLite copies each page before it changes.
 * The transaction rolls everything back in any case.
 */
export const insertRow = `INSERT OR FAIL INTO conversations (${given}) VALUES ${bounds}`

/** The number of values of a row; see toColumns(). */
export const ROW_VALUES = given.split(',').length
/** Rows that one statement inserts. More rows per statement are not faster. */
export const ROWS_AT_ONCE = 10
export const insertRows = insertRow + `, ${bounds}`.repeat(ROWS_AT_ONCE - 1)

/** Like insertRow, with the column rid first. */
export const insertStaged = insertRow.replace('(', '(rid, ').replace('VALUES (', 'VALUES (?, ')

/** The order must be that of `given`. It is written out to avoid a lookup by name for each row. */
export function toColumns(datasetId: number, row: Conversation, texts: RowTexts): Bound[] {
  return [
    datasetId,
    row.id,
    row.uuid,
    row.assistant_id,
    row.type,
    row.external_identifier,
    row.whatsapp_sender_phone,
    row.customer_phone,
    row.created_at,
    texts.variables,
    row.message_count,
    row.total_cost,
    Number(row.ai_enabled),
    row.whatsapp_sender_name,
    row.customer_name,
    row.updated_at,
    texts.basic,
    texts.full,
  ]
}

/** Groups the values of toColumns(): a key, columns with an index, and plain columns. */
export const splitColumns = (bound: readonly Bound[]) => ({
  key: bound.slice(0, keyCount),
  indexed: bound.slice(keyCount, plainStart),
  plain: bound.slice(plainStart),
})

const keyCount = Object.keys(columnTypes.key).length
const plainStart = keyCount + Object.keys(columnTypes.indexed).length

const fieldNames = Object.keys(fieldColumns)
/** The columns that toConversation() reads. */
export const readColumns = fieldNames.join(', ')

const positions = new Map(fieldNames.map((name, index) => [name, index]))

export function toConversation(values: Values): Conversation {
  function read<Name extends keyof Conversation>(name: Name): Conversation[Name] {
    return fieldColumns[name].fromBound(values[positions.get(name) ?? -1] ?? null)
  }
  return {
    id: read('id'),
    uuid: read('uuid'),
    assistant_id: read('assistant_id'),
    type: read('type'),
    variables: read('variables'),
    external_identifier: read('external_identifier'),
    message_count: read('message_count'),
    total_cost: read('total_cost'),
    ai_enabled: read('ai_enabled'),
    whatsapp_sender_name: read('whatsapp_sender_name'),
    whatsapp_sender_phone: read('whatsapp_sender_phone'),
    customer_name: read('customer_name'),
    customer_phone: read('customer_phone'),
    created_at: read('created_at'),
    updated_at: read('updated_at'),
  }
}
