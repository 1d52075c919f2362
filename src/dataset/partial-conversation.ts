// The fields that a caller gives of a new conversation.

import * as z from 'zod'
import { Conversation } from './dataset.ts'

const { shape } = Conversation

export const PartialConversation = z
  .strictObject({
    id: shape.id.exactOptional(),
    uuid: shape.uuid.exactOptional(),
    assistant_id: shape.assistant_id.exactOptional(),
    type: shape.type.exactOptional(),
    variables: shape.variables.exactOptional(),
    external_identifier: shape.external_identifier.exactOptional(),
    message_count: shape.message_count.exactOptional(),
    total_cost: z.number().exactOptional(),
    ai_enabled: shape.ai_enabled.exactOptional(),
    whatsapp_sender_name: shape.whatsapp_sender_name.exactOptional(),
    whatsapp_sender_phone: shape.whatsapp_sender_phone.exactOptional(),
    customer_name: shape.customer_name.exactOptional(),
    customer_phone: shape.customer_phone.exactOptional(),
    created_at: shape.created_at.exactOptional(),
    updated_at: shape.updated_at.exactOptional(),
  })
  .meta({
    id: 'PartialConversation',
    description:
      'Some fields of a conversation, named as in a dataset. Absent fields are made up to agree with them; null stays null.',
  })
export type PartialConversation = z.infer<typeof PartialConversation>
