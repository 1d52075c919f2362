// The parts that several endpoints share: their dependencies, the price and the refusals.

import type { Switches } from '../config.ts'
import type { Message } from '../dataset/message.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { jsonAnswer } from '../laravel/json-answer.ts'
import type { Chat } from '../store/chats.ts'
import type { Store } from '../store/open-store.ts'

export type Endpoints = {
  readonly store: Store
  readonly switches: Switches
  /** The time in Unix seconds on a user's clock. */
  readonly now: (userId: number) => number
  readonly reply: Reply
  /** The URL of a request without its query, as it stands in answers. */
  readonly urlOf: (exchange: Exchange) => string
  /** The limit of the cache for the bodies of lists, in bytes. */
  readonly maxBodies: number
}

/** Returns the assistant's reply to a message. */
export type Reply = (chat: Chat, message: string) => AssistantReply

export type AssistantReply = Pick<Message, 'content' | 'function_calls'>

/** Dollars for each answered message. A user needs this balance to begin a conversation. */
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
