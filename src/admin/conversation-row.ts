// The rows as the admin API shows them.

import * as z from 'zod'
import type { Work } from '../clock/turns.ts'
import { type Conversation, conversationTypes } from '../dataset/dataset.ts'
import { formatRow } from '../dataset/text.ts'
import { JSON_TYPE, streamOf } from './pieces.ts'
import type { CallContext } from './route.ts'

export const ConversationRow = z
  .strictObject({
    id: z.int(),
    uuid: z.string(),
    assistant_id: z.int(),
    type: z.enum(conversationTypes),
    variables: z.unknown(),
    external_identifier: z.string().nullable(),
    message_count: z.int(),
    total_cost: z.number(),
    ai_enabled: z.boolean(),
    whatsapp_sender_name: z.string().nullable(),
    whatsapp_sender_phone: z.string().nullable(),
    customer_name: z.string().nullable(),
    customer_phone: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  } satisfies Record<keyof Conversation, z.ZodType>)
  .meta({ id: 'ConversationRow', description: 'A conversation as dataset files hold it.' })
export type ConversationRow = z.infer<typeof ConversationRow>

export const rowsJson = (list: readonly Conversation[]): string =>
  `"conversations":[${list.map(formatRow).join(',')}]`

/**
 * Sends JSON that is text already. JSON.stringify() would lose PHP's integers and the order of
 * keys.
 */
export const sendJson = (reply: CallContext['reply'], text: string): unknown =>
  reply.type(JSON_TYPE).send(text)

/** Sends one row. A long row takes several turns. */
export function* sendRow(reply: CallContext['reply'], row: Conversation): Work<unknown> {
  yield
  const text = formatRow(row)
  yield
  return sendJson(reply, text)
}

/**
 * Sends the text `before` and then the rows. Their text is made during the sending, because 1000
 * rows take long.
 */
export const sendRows = (
  reply: CallContext['reply'],
  rows: readonly Conversation[],
  before = '',
): unknown => reply.type(JSON_TYPE).send(streamOf(textsOfRows(before, rows)))

function* textsOfRows(before: string, rows: readonly Conversation[]): Generator<string, void> {
  yield `{${before}"conversations":[`
  for (const [index, row] of rows.entries()) yield `${index === 0 ? '' : ','}${formatRow(row)}`
  yield ']}'
}
