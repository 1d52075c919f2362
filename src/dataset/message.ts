// A message of a conversation.

import * as z from 'zod'
import { id } from './fields.ts'
import { messageText, rowJson } from './row-bounds.ts'

export const Message = z.strictObject({
  role: z.enum(['assistant', 'user']),
  content: messageText,
  /** Null when the answer of the API lacks the key. */
  function_calls: rowJson(),
})
export type Message = z.infer<typeof Message>

/** `messages` holds all messages; `added_messages` holds those that follow generated messages. */
export const messageTables = ['messages', 'added_messages'] as const
export type MessageTable = (typeof messageTables)[number]

/** A row of a message table. Ids only define the order. */
export const MessageRow = z.strictObject({ id, conversation_id: id, ...Message.shape })
export type MessageRow = z.infer<typeof MessageRow>
