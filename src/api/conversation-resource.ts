// The JSON texts of one conversation. They are made when a row is written and kept with it, so that a page is a join of
// ready texts.

import type { Assistant, Conversation } from '../dataset/dataset.ts'
import { encodeFloat, encodeJson, encodeString } from '../php/json.ts'
import type { RowTexts } from '../store/conversation-row.ts'

/** `basic` with the nine fields of the page generation, `full` with those of the cursor generation; and the `variables` alone. */
export function renderConversation(
  row: Conversation,
  assistant: Pick<Assistant, 'uuid' | 'name'>,
): RowTexts {
  const variables = encodeJson(row.variables)
  const head = `{"id":${encodeString(row.uuid)},${renderAssistant(assistant)},"type":"${row.type}"`
  const tail = `,"message_count":${row.message_count},"total_cost":${encodeFloat(row.total_cost)},"ai_enabled":${row.ai_enabled},"created_at":"${row.created_at}","updated_at":"${row.updated_at}"`
  const identifier =
    row.type === 'api' && row.external_identifier !== null
      ? `,"external_identifier":${encodeString(row.external_identifier)}`
      : ''
  return {
    variables,
    basic: `${head}${tail}}`,
    full: `${head},"variables":${variables}${identifier}${tail}${row.type === 'whatsapp' ? renderParties(row) : ''}}`,
  }
}

const renderedAssistants = new WeakMap<object, string>()

/** The same text in all rows of an assistant. */
function renderAssistant(assistant: Pick<Assistant, 'uuid' | 'name'>): string {
  const known = renderedAssistants.get(assistant)
  if (known !== undefined) return known
  const text = `"assistant_id":${encodeString(assistant.uuid)},"assistant_name":${encodeString(assistant.name)}`
  renderedAssistants.set(assistant, text)
  return text
}

const renderParties = (row: Conversation): string =>
  `,"whatsapp_sender":${renderParty(row.whatsapp_sender_name, row.whatsapp_sender_phone)},"customer":${renderParty(row.customer_name, row.customer_phone)}`

const renderParty = (name: string | null, phone: string | null): string =>
  `{"name":${quote(name)},"phone":${quote(phone)}}`

const quote = (text: string | null): string => (text === null ? 'null' : encodeString(text))
