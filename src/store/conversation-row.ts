// A conversation as the columns of its table, and back.

import { type Assistant, type Conversation, conversationTypes } from '../dataset/dataset.ts'
import type { ItemText } from '../editions.ts'
import { decodeJson } from '../php/json-decode.ts'
import { given } from './schema.ts'
import type { Bound, Values } from './statements.ts'

/** The fields of a row that are written as JSON. */
export type RowTexts = Readonly<Record<ItemText | 'variables', string>>

/** Makes the JSON texts of a row. */
export type Render = (row: Conversation, assistant: Pick<Assistant, 'uuid' | 'name'>) => RowTexts

/** OR FAIL, because a transaction takes everything back anyway: with ABORT SQLite would copy each page before it changes. */
export const insertRow = `INSERT OR FAIL INTO conversations (${given}) VALUES (${given.replaceAll(/\w+/g, '?')})`

/** The same with a rid before the columns. */
export const insertStaged = insertRow.replace('(', '(rid, ').replace('VALUES (', 'VALUES (?, ')

/** In the order of the columns: first the two of the key. */
export function toColumns(datasetId: number, row: Conversation, text: RowTexts): Bound[] {
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
    text.variables,
    row.message_count,
    row.total_cost,
    row.ai_enabled ? 1 : 0,
    row.whatsapp_sender_name,
    row.customer_name,
    row.updated_at,
    text.basic,
    text.full,
  ]
}

/** The columns that toConversation() reads. */
export const readColumns = `id, uuid, assistant_id, type, variables, external_identifier, message_count, total_cost, ai_enabled,
  whatsapp_sender_name, whatsapp_sender_phone, customer_name, customer_phone, created_at, updated_at`

export function toConversation(row: Values): Conversation {
  const [
    id,
    uuid,
    assistant_id,
    type,
    variables,
    identifier,
    count,
    cost,
    ai,
    sender,
    senderPhone,
    customer,
    customerPhone,
    created,
    updated,
  ] = row
  return {
    id: Number(id),
    uuid: String(uuid),
    assistant_id: Number(assistant_id),
    type: conversationTypes.find((name) => name === type) ?? 'test',
    variables: decodeJson(String(variables)) ?? null,
    external_identifier: toText(identifier),
    message_count: Number(count),
    total_cost: Number(cost),
    ai_enabled: ai === 1,
    whatsapp_sender_name: toText(sender),
    whatsapp_sender_phone: toText(senderPhone),
    customer_name: toText(customer),
    customer_phone: toText(customerPhone),
    created_at: String(created),
    updated_at: String(updated),
  }
}

const toText = (value: Bound | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
