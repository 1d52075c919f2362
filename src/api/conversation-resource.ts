// Renders the JSON texts of a conversation. They are stored with the row, so that a page only joins
// ready texts.

import type { Assistant, Conversation } from '../dataset/dataset.ts'
import { encodeFloat, encodeJson, encodeString } from '../php/json.ts'
import type { RowTexts } from '../store/conversation-row.ts'

/**
 * `basic` has the nine fields of the page generation, `full` the fields of the cursor generation.
 * `variables` is the JSON of the variables alone.
 */
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

const MAX_RENDERED = 1000
const renderedAssistants = new Map<string, { readonly name: string; readonly text: string }>()

/** Remembers the text by uuid, because all rows of an assistant share it. */
function renderAssistant({ uuid, name }: Pick<Assistant, 'uuid' | 'name'>): string {
  const known = renderedAssistants.get(uuid)
  if (known?.name === name) return known.text
  const text = `"assistant_id":${encodeString(uuid)},"assistant_name":${encodeString(name)}`
  if (renderedAssistants.size >= MAX_RENDERED) renderedAssistants.clear()
  renderedAssistants.set(uuid, { name, text })
  return text
}

const renderParties = (row: Conversation): string =>
  `,"whatsapp_sender":${renderParty(row.whatsapp_sender_name, row.whatsapp_sender_phone)},"customer":${renderParty(row.customer_name, row.customer_phone)}`

const renderParty = (name: string | null, phone: string | null): string =>
  `{"name":${quote(name)},"phone":${quote(phone)}}`

const quote = (text: string | null): string => (text === null ? 'null' : encodeString(text))
