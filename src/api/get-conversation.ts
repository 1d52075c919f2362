// GET /api/conversations/{uuid}: the messages of a conversation. It needs no token.

import { editions } from '../editions.ts'
import { jsonAnswer } from '../laravel/json-answer.ts'
import type { PhpValue } from '../php/json.ts'
import type { Chat } from '../store/chats.ts'
import type { Handler } from './endpoint.ts'
import type { Application } from './application.ts'
import { conversationNotFound } from './refusals.ts'
import { toHistory } from './history.ts'

export function getConversation({ store }: Application): Handler {
  return ({ exchange, parameters: { uuid = '' } }) => {
    const chat = store.chats.find(uuid, exchange.token?.dataset_id)
    if (!chat) return conversationNotFound
    const isWhole = editions[exchange.edition].item === 'full'
    return jsonAnswer(200, {
      status: true,
      history: toHistory(store.chats.history(chat)),
      ...(isWhole && detailsOf(chat)),
    })
  }
}

/** The fields that only the newer generation has. */
function detailsOf({ conversation: row }: Chat): Record<string, PhpValue> {
  return {
    variables: row.variables,
    ...(row.type === 'api' &&
      row.external_identifier !== null && { external_identifier: row.external_identifier }),
    ...(row.type === 'whatsapp' && {
      whatsapp_sender: party(row.whatsapp_sender_name, row.whatsapp_sender_phone),
      customer: party(row.customer_name, row.customer_phone),
    }),
  }
}

const party = (name: string | null, phone: string | null): PhpValue =>
  new Map([
    ['name', name],
    ['phone', phone],
  ])
