// The parts of the application that its endpoints use.

import type { Switches } from '../config.ts'
import type { Message } from '../dataset/message.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Chat } from '../store/chats.ts'
import type { Store } from '../store/open-store.ts'

export type Application = {
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
