// POST /api/user/ai/generate-reply and /api/ai/generate-reply: replies to a message of a customer.
// The message goes to the customer's conversation, or begins one.

import { MAX_MESSAGE } from '../dataset/row-bounds.ts'
import { inputOf } from '../exchange/input.ts'
import type { Answer } from '../laravel/http.ts'
import { bodyTooLarge } from '../laravel/errors.ts'
import { jsonAnswer } from '../laravel/json-answer.ts'
import {
  array,
  integer,
  maxLength,
  nullable,
  required,
  string,
  toInteger,
} from '../laravel/rules.ts'
import { validate } from '../laravel/validation.ts'
import type { Chat } from '../store/chats.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Application, AssistantReply } from './application.ts'
import { insufficientForReply } from './refusals.ts'
import { canPay, converse, replyErrorOf, isAffordable } from './talk.ts'
import { mergeVariables, toPhpValue, toStored, textIn } from './variables.ts'

const rules = {
  assistant_id: [required, integer],
  customer_identifier: [required, string, maxLength(255)],
  message: [required, string],
  variables: [nullable, array],
}

const assistantNotFound = jsonAnswer(404, {
  success: false,
  error: 'Assistant not found or does not belong to you',
  error_code: 'ASSISTANT_NOT_FOUND',
})

/** The code is a guess in the style of the others. The documentation does not name one. */
const error_code = 'PROCESSING_FAILED'

export function generateReply(app: Application): Handler {
  const { store } = app
  return forUser(({ exchange }, { user_id, dataset_id }) => {
    const input = inputOf(exchange).all
    const now = exchange.time
    validate(rules, { input, now })
    const assistant = store.assistants.find(
      dataset_id,
      toInteger(input.get('assistant_id') ?? null),
    )
    if (!assistant) return assistantNotFound
    const identifier = textIn(input, 'customer_identifier')
    const message = textIn(input, 'message')
    if (message.length > MAX_MESSAGE) throw bodyTooLarge()
    const variables = toStored(toPhpValue(input.get('variables') ?? null))
    const begun = mergeVariables(null, variables)
    return store.change(() => {
      const known = store.chats.findByCustomer(dataset_id, assistant.id, identifier)
      if (!(known ? isAffordable(store, known) : canPay(store, user_id)))
        return insufficientForReply
      const error = replyErrorOf(exchange, known)
      if (error !== undefined) return jsonAnswer(400, { success: false, error, error_code })
      const given = { assistant_id: assistant.id, type: 'api', variables: begun } as const
      const chat =
        known ?? store.chats.create(dataset_id, { ...given, external_identifier: identifier }, now)
      const merged = known ? mergeVariables(known.conversation.variables, variables) : begun
      const talk = { chat, message, now, variables: merged }
      return converse(app, talk, (reply) => toAnswer(chat, identifier, reply))
    })
  })
}

const toAnswer = (
  { conversation }: Chat,
  identifier: string,
  reply: AssistantReply | null,
): Answer =>
  jsonAnswer(200, {
    success: true,
    conversation_id: conversation.uuid,
    customer_identifier: identifier,
    reply: reply?.content ?? null,
    function_calls: reply?.function_calls ?? [],
    ai_disabled: reply === null,
  })
