// A message of a conversation.

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

/** `messages` are all that was said; `added_messages` follow those that are made up. */
export const messageTables = ['messages', 'added_messages'] as const
export type MessageTable = (typeof messageTables)[number]

/** A row of such a table. Ids only give the order. */
export const MessageRow = z.strictObject({ id, conversation_id: id, ...Message.shape })
export type MessageRow = z.infer<typeof MessageRow>
