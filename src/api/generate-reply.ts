// POST /api/user/ai/generate-reply and /api/ai/generate-reply: replies to a message of a customer.
// The message goes to the customer's conversation, or begins one.

import { inputOf } from '../exchange/input.ts'
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
import { forUser, type Handler } from './endpoint.ts'
import type { Application } from './application.ts'
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
    const variables = toStored(toPhpValue(input.get('variables') ?? null))
    const begun = mergeVariables(null, variables)
    return store.change(() => {
      const known = store.chats.findByCustomer(dataset_id, assistant.id, identifier)
      if (!(known ? isAffordable(store, known) : canPay(store, user_id)))
        return insufficientForReply
      const error = replyErrorOf(exchange, known)
      if (error !== undefined) return jsonAnswer(400, { success: false, error, error_code })
      const chat =
        known ??
        store.chats.create(
          dataset_id,
          {
            assistant_id: assistant.id,
            type: 'api',
            variables: begun,
            external_identifier: identifier,
          },
          now,
        )
      const merged = known ? mergeVariables(known.conversation.variables, variables) : begun
      return converse(
        app,
        { chat, message: textIn(input, 'message'), now, variables: merged },
        (reply) =>
          jsonAnswer(200, {
            success: true,
            conversation_id: chat.conversation.uuid,
            customer_identifier: identifier,
            reply: reply?.content ?? null,
            function_calls: reply?.function_calls ?? [],
            ai_disabled: reply === null,
          }),
      )
    })
  })
}
