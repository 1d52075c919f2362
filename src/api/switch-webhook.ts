// POST /api/user/assistants/enable-conversation-ended-webhook and disable-…: stores the URL of the
// webhook. The mock never calls it.

import { inputOf } from '../exchange/input.ts'
import { jsonAnswer } from '../laravel/json-answer.ts'
import { integer, required, toInteger, url } from '../laravel/rules.ts'
import { validate } from '../laravel/validation.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Application } from './application.ts'
import { textIn } from './variables.ts'

const assistant_id = [required, integer]
const rules = {
  enable: { assistant_id, webhook_url: [required, url] },
  disable: { assistant_id },
}

export function switchWebhook(
  { store, switches }: Application,
  action: 'enable' | 'disable',
): Handler {
  return forUser(({ exchange }, { dataset_id }) => {
    const input = inputOf(exchange).all
    const now = exchange.time
    validate(rules[action], { input, now }, switches.validationMessage)
    const id = toInteger(input.get('assistant_id') ?? null)
    const assistant = store.assistants.find(dataset_id, id)
    if (!assistant) return jsonAnswer(404, { message: 'Assistant not found' })
    const webhook = action === 'enable' ? textIn(input, 'webhook_url') : null
    store.assistants.setWebhook(dataset_id, id, webhook, now)
    return jsonAnswer(200, {
      message: `Conversation ended webhook ${action}d successfully`,
      data: [],
    })
  })
}
