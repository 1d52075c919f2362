// POST /api/conversations/{uuid}/messages: sends a message and answers with the assistant's reply.
// It needs no token.

import { inputOf } from '../exchange/input.ts'
import { jsonAnswer } from '../laravel/json-answer.ts'
import { maxLength, required, string } from '../laravel/rules.ts'
import { validate } from '../laravel/validation.ts'
import type { Handler } from './endpoint.ts'
import type { Application } from './application.ts'
import { conversationNotFound, insufficientBalance } from './refusals.ts'
import { converse, replyErrorOf, isAffordable } from './talk.ts'
import { textIn } from './variables.ts'

const rules = { message: [required, string, maxLength(2000)] }

export function sendMessage(app: Application): Handler {
  const { store, switches, now } = app
  return ({ exchange, parameters: { uuid = '' } }) => {
    const input = inputOf(exchange).all
    const chat = store.chats.find(uuid, exchange.token?.dataset_id)
    if (!chat && switches.lookupFirst) return conversationNotFound
    validate(rules, { input, now: exchange.time })
    if (!chat) return conversationNotFound
    if (!isAffordable(store, chat)) return insufficientBalance
    const error = replyErrorOf(exchange, chat)
    if (error !== undefined) return jsonAnswer(400, { status: false, error })
    const talk = { chat, message: textIn(input, 'message'), now: now(chat.userId) }
    return converse(app, talk, (reply) =>
      jsonAnswer(200, {
        status: true,
        message: reply?.content ?? null,
        function_calls: reply?.function_calls ?? [],
      }),
    )
  }
}
