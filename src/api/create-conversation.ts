// POST /api/conversations: begins a conversation, as the chat widget of a web page does.
// It needs no token.

import { inputOf } from '../exchange/input.ts'
import { array, nullable, oneOf, required, string, toText, uuid } from '../laravel/rules.ts'
import { jsonAnswer } from '../laravel/json-answer.ts'
import { validate } from '../laravel/validation.ts'
import { isScalar } from '../php/input-array.ts'
import type { Handler } from './endpoint.ts'
import type { Application } from './application.ts'
import { insufficientBalance } from './refusals.ts'
import { greet } from './greeting.ts'
import { toHistory } from './history.ts'
import { canPay } from './talk.ts'
import { toPhpValue, toStored, textIn } from './variables.ts'

const rules = {
  assistant_id: [required, string, uuid],
  type: [nullable, oneOf(['widget', 'test'])],
  variables: [nullable, array],
}

export function createConversation({ store, now }: Application): Handler {
  return ({ exchange }) => {
    const input = inputOf(exchange).all
    validate(rules, { input, now: exchange.time })
    const given = input.get('type') ?? null
    const type = given !== null && isScalar(given) && toText(given) === 'test' ? 'test' : 'widget'
    const variables = toPhpValue(input.get('variables') ?? null)
    const callable = store.assistants.findByUuid(
      textIn(input, 'assistant_id'),
      exchange.token?.dataset_id,
    )
    if (!callable) return jsonAnswer(404, { status: false, error: 'Assistant not found' })
    const { datasetId, userId, assistant } = callable
    if (type !== 'test' && !canPay(store, userId)) return insufficientBalance
    const stored = toStored(variables)
    return store.change(() => {
      const chat = store.chats.create(
        datasetId,
        { assistant_id: assistant.id, type, variables: stored, external_identifier: null },
        now(userId),
      )
      const greeting = greet(assistant, variables)
      const messages = greeting === null ? [] : [greeting]
      // jsonAnswer() throws when PHP cannot write the messages as JSON. The transaction then
      // stores nothing.
      const answer = jsonAnswer(200, {
        status: true,
        conversation_id: chat.conversation.uuid,
        history: toHistory(messages),
      })
      if (messages.length > 0) store.chats.add(chat, messages, {})
      return answer
    })
  }
}
