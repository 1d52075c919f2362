// What was said in a conversation.

import * as z from 'zod'
import { id } from './fields.ts'
import { phpField } from './php-field.ts'

export const Message = z.strictObject({
  role: z.enum(['assistant', 'user']),
  content: z.string(),
  /** Null where the API leaves out the key. */
  function_calls: phpField(),
})
export type Message = z.infer<typeof Message>

/** A row of the tables `messages` and `added_messages`. Ids only give the order. */
export const MessageRow = z.strictObject({ id, conversation_id: id, ...Message.shape })
export type MessageRow = z.infer<typeof MessageRow>
