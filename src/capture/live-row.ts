// Reads a row of a live API into the fields of a dataset. It also accepts numbers written as text.

import * as z from 'zod'
import { Conversation, conversationTypes } from '../dataset/dataset.ts'
import { formatDateTime, parseDateTime } from '../php/dates.ts'
import { fromJavaScript, type PhpValue } from '../php/json.ts'
import { quoteValue } from '../problems/problems.ts'
import { CaptureError } from './capture-error.ts'

export type LiveRow = {
  readonly uuid: string
  readonly assistant_uuid: string
  readonly assistant_name: string
  readonly type: (typeof conversationTypes)[number]
  readonly variables: PhpValue
  readonly external_identifier: string | null
  readonly message_count: number
  readonly total_cost: number
  readonly ai_enabled: boolean
  readonly whatsapp_sender_name: string | null
  readonly whatsapp_sender_phone: string | null
  readonly customer_name: string | null
  readonly customer_phone: string | null
  readonly created_at: string
  readonly updated_at: string
}

const text = z.union([z.string(), z.number(), z.bigint()]).transform(String)
const optional = text.nullish().transform((value) => value ?? null)
const number = z
  .union([z.number(), z.bigint(), z.string().regex(/^-?\d+(\.\d+)?$/)])
  .transform(Number)
const time = z.string().transform((value, { addIssue }) => {
  const dateTime = toDateTime(value)
  if (dateTime === undefined) addIssue('is no date and time')
  return dateTime ?? ''
})
const Party = z.looseObject({ name: optional, phone: optional }).nullish()

const Row = z.looseObject({
  id: text.refine((value) => value !== ''),
  assistant_id: text.nullish().transform((value) => value ?? 'none'),
  assistant_name: optional,
  type: z.string(),
  variables: z.unknown().optional(),
  external_identifier: optional,
  message_count: number.nullish().transform((value) => Math.max(0, Math.round(value ?? 0))),
  total_cost: number.nullish().transform((value) => value ?? 0),
  ai_enabled: z
    .union([z.boolean(), z.literal([0, 1, '0', '1'])])
    .nullish()
    .transform((value) => (value === undefined ? true : Boolean(Number(value)))),
  whatsapp_sender: Party,
  customer: Party,
  created_at: time,
  updated_at: time.nullish(),
})

/** Conversation types and fields of the list that a dataset cannot hold. */
export type Losses = { readonly types: Set<string>; readonly fields: Set<string> }

const SHORTEST_ISO = 19

function toDateTime(value: string): string | undefined {
  if (parseDateTime(value) !== undefined) return value
  const isIso = /^\d{4}-\d\d-\d\dT/.test(value) && value.length >= SHORTEST_ISO
  const milliseconds = isIso
    ? Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`)
    : NaN
  return Number.isNaN(milliseconds) ? undefined : formatDateTime(Math.floor(milliseconds / 1000))
}

/**
 * Throws a CaptureError for a value that is not a conversation. The message does not repeat the
 * value.
 */
export function toLiveRow(value: unknown, index: number, losses: Losses): LiveRow {
  const read = Row.safeParse(value)
  if (!read.success) {
    const { path = [], message } = read.error.issues[0] ?? {}
    const field = z.core.toDotPath(path) || 'it'
    throw new CaptureError(
      `row ${index + 1} of the list is no conversation: ${field} ${message?.startsWith('is ') ? message : 'is not as documented'}`,
    )
  }
  const row = read.data
  const type = conversationTypes.find((known) => known === row.type)
  if (type === undefined) losses.types.add(quoteValue(row.type))
  for (const name of Object.keys(row)) if (!(name in Row.shape)) losses.fields.add(name)
  const liveRow: LiveRow = {
    uuid: row.id,
    assistant_uuid: row.assistant_id,
    assistant_name: row.assistant_name ?? '',
    type: type ?? 'widget',
    variables: fromJavaScript(row.variables),
    external_identifier: row.external_identifier,
    message_count: row.message_count,
    total_cost: row.total_cost,
    ai_enabled: row.ai_enabled,
    whatsapp_sender_name: row.whatsapp_sender?.name ?? null,
    whatsapp_sender_phone: row.whatsapp_sender?.phone ?? null,
    customer_name: row.customer?.name ?? null,
    customer_phone: row.customer?.phone ?? null,
    created_at: row.created_at,
    updated_at: row.updated_at ?? row.created_at,
  }
  return requireStorable(liveRow, index)
}

/**
 * Rejects rows that a dataset cannot hold: numbers may be too large, and variables too deeply
 * nested.
 */
function requireStorable(row: LiveRow, index: number): LiveRow {
  const { assistant_uuid: _, assistant_name: __, ...fields } = row
  const read = Conversation.safeParse({ ...fields, id: 1, assistant_id: 1 }, { jitless: true })
  if (read.success) return row
  const field = z.core.toDotPath(read.error.issues[0]?.path ?? [])
  throw new CaptureError(`row ${index + 1} of the list has ${field} that no dataset can hold`)
}
