// Fast path for rows in their usual form, which needs no schema. The schemas read all other rows,
// and explain what is wrong with them.

import { type Conversation, Conversation as Schema, conversationTypes } from './dataset.ts'
import { createDateCheck } from './fields.ts'
import { MAX_TEXT, readRowJson } from './row-bounds.ts'

const fieldNames = Schema.keyof().options
const isCreation = createDateCheck()
const isUpdate = createDateCheck()

/**
 * Makes a reader of rows that have all fields of a conversation, and no fields but these and
 * `others`. It returns undefined for any other row, also for a wrong one.
 */
export function createUsualRowReader(others: readonly string[] = []) {
  const known = new Set<string>([...fieldNames, ...others])

  return function readUsualRow(value: unknown): Conversation | undefined {
    if (typeof value !== 'object' || value === null) return undefined
    for (const name in value) if (!known.has(name)) return undefined
    const row: { readonly [Name in keyof Conversation]?: unknown } = value
    const { id, uuid, assistant_id, message_count, total_cost, ai_enabled } = row
    const { created_at, updated_at } = row
    const type = conversationTypes.find((each) => each === row.type)
    const external_identifier = textOf(row.external_identifier)
    const whatsapp_sender_name = textOf(row.whatsapp_sender_name)
    const whatsapp_sender_phone = textOf(row.whatsapp_sender_phone)
    const customer_name = textOf(row.customer_name)
    const customer_phone = textOf(row.customer_phone)
    const variables = row.variables === undefined ? undefined : readRowJson(row.variables)
    if (
      !isId(id) ||
      typeof uuid !== 'string' ||
      uuid === '' ||
      uuid.length > MAX_TEXT ||
      !isId(assistant_id) ||
      type === undefined ||
      variables === undefined ||
      external_identifier === undefined ||
      !(isId(message_count) || message_count === 0) ||
      typeof total_cost !== 'number' ||
      !Number.isFinite(total_cost) ||
      typeof ai_enabled !== 'boolean' ||
      whatsapp_sender_name === undefined ||
      whatsapp_sender_phone === undefined ||
      customer_name === undefined ||
      customer_phone === undefined ||
      typeof created_at !== 'string' ||
      !isCreation(created_at) ||
      typeof updated_at !== 'string' ||
      !isUpdate(updated_at)
    )
      return undefined
    return {
      id,
      uuid,
      assistant_id,
      type,
      variables,
      external_identifier,
      message_count,
      total_cost,
      ai_enabled,
      whatsapp_sender_name,
      whatsapp_sender_phone,
      customer_name,
      customer_phone,
      created_at,
      updated_at,
    }
  }
}

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0

/** Undefined for a value that is neither a short text nor null. */
const textOf = (value: unknown): string | null | undefined =>
  (typeof value === 'string' && value.length <= MAX_TEXT) || value === null ? value : undefined
