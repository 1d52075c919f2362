// POST /api/automate/conversations/{uuid}/disable-ai and …/enable-ai: the owner of a conversation
// switches the replies of the assistant off and on.

import { jsonAnswer } from '../laravel/json-answer.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Application } from './application.ts'
import { conversationNotFound } from './refusals.ts'

export function switchAi({ store }: Application, isEnabled: boolean): Handler {
  return forUser(({ exchange, parameters: { uuid = '' } }, token) => {
    const chat = store.chats.find(uuid, token.dataset_id)
    if (chat?.datasetId !== token.dataset_id) return conversationNotFound
    store.chats.setAi(chat, isEnabled, exchange.time)
    return jsonAnswer(200, { status: true, ai_enabled: isEnabled })
  })
}
