// The fields that a caller can give for a new conversation.

import * as z from 'zod'
import { Conversation } from './dataset.ts'

export const PartialConversation = Conversation.extend({ total_cost: z.number() })
  .exactPartial()
  .meta({
    id: 'PartialConversation',
    description:
      'Some fields of a conversation, named as in a dataset. Absent fields are generated to ' +
      'match the given fields. Null stays null.',
  })
export type PartialConversation = z.infer<typeof PartialConversation>
