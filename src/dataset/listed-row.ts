// A row of a list from the API, and the conversation that it describes.

import * as z from 'zod'
import type { Assistant } from './assistant.ts'
import { Conversation } from './dataset.ts'
import { filledText, rowText } from './row-bounds.ts'

const { shape } = Conversation

const Party = z
  .object({ name: rowText.nullish(), phone: rowText.nullish() })
  .meta({ id: 'ListedParty' })

/** A row as the API of either generation returns it. It drops fields that no edition documents. */
export const ListedConversation = z
  .object({
    id: shape.uuid,
    assistant_id: filledText,
    assistant_name: rowText,
    type: shape.type,
    variables: shape.variables.exactOptional(),
    external_identifier: shape.external_identifier.exactOptional(),
    message_count: shape.message_count,
    // The parser gives a bigint for an integer beyond 2^53, as PHP would keep it.
    total_cost: z.preprocess(
      (value) => (typeof value === 'bigint' ? Number(value) : value),
      z.number(),
    ),
    ai_enabled: shape.ai_enabled,
    created_at: shape.created_at,
    updated_at: shape.updated_at,
    whatsapp_sender: Party.nullable().exactOptional(),
    customer: Party.nullable().exactOptional(),
  })
  .meta({ id: 'ListedConversation', description: 'A conversation as the API returns it.' })
export type ListedConversation = z.infer<typeof ListedConversation>

/**
 * A row, where it stands, and the fields of its conversation. Fields that the answer lacks are
 * absent.
 */
export type ListedRow = {
  readonly listName: string
  readonly path: readonly PropertyKey[]
  readonly assistant: Pick<Assistant, 'uuid' | 'name'>
  readonly fields: Partial<Conversation> & Pick<Conversation, 'uuid' | 'created_at'>
}

export function toListedRow(
  row: ListedConversation,
  where: Pick<ListedRow, 'listName' | 'path'>,
): ListedRow {
  const {
    id: uuid,
    assistant_id,
    assistant_name,
    whatsapp_sender: sender,
    customer,
    ...others
  } = row
  return {
    ...where,
    assistant: { uuid: assistant_id, name: assistant_name },
    fields: {
      uuid,
      ...others,
      ...(sender !== undefined && {
        whatsapp_sender_name: sender?.name ?? null,
        whatsapp_sender_phone: sender?.phone ?? null,
      }),
      ...(customer !== undefined && {
        customer_name: customer?.name ?? null,
        customer_phone: customer?.phone ?? null,
      }),
    },
  }
}

/** Sets fields that the list lacks to null, as the API does for unknown values. */
export function toConversation(
  fields: ListedRow['fields'],
  ids: Pick<Conversation, 'id' | 'assistant_id'>,
): Conversation {
  return Conversation.parse({ ...fields, ...ids }, { jitless: true })
}
