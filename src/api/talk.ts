// A message to an assistant and its reply: stores both and charges the price.

import { roundMoney } from '../dataset/balance.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { bodyTooLarge } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import { formatDateTime } from '../php/dates.ts'
import type { PhpValue } from '../php/json.ts'
import type { Chat } from '../store/chats.ts'
import type { Store } from '../store/open-store.ts'
import { LongHistoryError } from '../store/row-error.ts'
import type { AssistantReply, Application } from './application.ts'
import { PRICE } from './refusals.ts'

/** Test conversations are free, and so are messages without a reply because the AI is off. */
const isFree = ({ conversation }: Chat): boolean =>
  conversation.type === 'test' || !conversation.ai_enabled

export const canPay = (store: Store, userId: number): boolean =>
  (store.profile(userId)?.total_balance ?? 0) >= PRICE

export const isAffordable = (store: Store, chat: Chat): boolean =>
  isFree(chat) || canPay(store, chat.userId)

/** The error of a fault that stops the assistant; undefined without one, or when the AI is off. */
export function replyErrorOf({ replyError }: Exchange, chat: Chat | undefined): string | undefined {
  if (!replyError || chat?.conversation.ai_enabled === false) return undefined
  return `Failed to process message: ${replyError()}`
}

type Talk = {
  readonly chat: Chat
  readonly message: string
  readonly now: number
  readonly variables?: PhpValue
}

/**
 * Stores a message and its reply, and charges the user. `toAnswer` gets null when the AI is off.
 * If it throws, nothing is stored. Throws a 413 when the conversation is full.
 */
export function converse(
  { store, reply: replyTo }: Application,
  { chat, message, now, ...changes }: Talk,
  toAnswer: (reply: AssistantReply | null) => Answer,
): Answer {
  const { conversation, userId } = chat
  const reply = conversation.ai_enabled ? replyTo(chat, message) : null
  const answer = toAnswer(reply)
  const question = { role: 'user', content: message, function_calls: null } as const
  const isPaid = !isFree(chat)
  const messages =
    reply === null ? [question] : [question, { role: 'assistant', ...reply } as const]
  try {
    store.change(() => {
      store.chats.add(chat, messages, {
        ...changes,
        updated_at: formatDateTime(now),
        ...(isPaid && { total_cost: roundMoney(conversation.total_cost + PRICE) }),
      })
      if (isPaid) store.charge(userId, PRICE)
    })
  } catch (error) {
    throw error instanceof LongHistoryError ? bodyTooLarge() : error
  }
  return answer
}
