// Things that several endpoints share: what they are given, prices, and refusals.

import type { Switches } from '../config.ts'
import type { Message } from '../dataset/message.ts'
import { jsonAnswer } from '../laravel/json-answer.ts'
import type { Chat } from '../store/chats.ts'
import type { Store } from '../store/open-store.ts'
import type { Call } from './endpoint.ts'

export type Endpoints = {
  readonly store: Store
  readonly switches: Switches
  /** Unix seconds, as the clock of a user shows them. */
  readonly now: (userId: number) => number
  readonly reply: Reply
  /** The URL of a request without query, as answers repeat it. */
  readonly urlOf: (call: Call) => string
}

/** The assistant's answer to a message of a conversation. */
export type Reply = (chat: Chat, message: string) => AssistantReply

export type AssistantReply = Pick<Message, 'content' | 'function_calls'>

/** Dollars for each answered message, and the least that a conversation can begin with. */
export const PRICE = 0.01

const INSUFFICIENT = 'Insufficient balance. Please top up your account.'

export const insufficientBalance = jsonAnswer(400, { status: false, error: INSUFFICIENT })

export const insufficientForReply = jsonAnswer(402, {
  success: false,
  error: INSUFFICIENT,
  error_code: 'INSUFFICIENT_BALANCE',
})

export const conversationNotFound = jsonAnswer(404, {
  status: false,
  error: 'Conversation not found',
})
