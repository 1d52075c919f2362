// Turns a conversation into texts for a form, and edits back into changes. Only edited fields are
// sent, because a browser would round the 64-bit integers of a row.

import type { ConversationRow } from '../../client/wire.ts'
import { indent } from '../widgets/json-tokens.ts'

/** `optional` is a text that may be null: an empty field stands for null. */
export type Kind = 'text' | 'optional' | 'number' | 'boolean' | 'type' | 'assistant' | 'json'
export type FieldName = Exclude<keyof ConversationRow, 'id'>

export const fields: readonly (readonly [name: FieldName, kind: Kind])[] = [
  ['type', 'type'],
  ['assistant_id', 'assistant'],
  ['uuid', 'text'],
  ['external_identifier', 'optional'],
  ['created_at', 'text'],
  ['updated_at', 'text'],
  ['message_count', 'number'],
  ['total_cost', 'number'],
  ['ai_enabled', 'boolean'],
  ['customer_name', 'optional'],
  ['customer_phone', 'optional'],
  ['whatsapp_sender_name', 'optional'],
  ['whatsapp_sender_phone', 'optional'],
  ['variables', 'json'],
]

export type Texts = Readonly<Partial<Record<FieldName, string>>>

/** Reads the texts of the form from the JSON of a row. JSON values keep their spelling. */
export function toTexts(json: string): Texts {
  const row: ConversationRow = JSON.parse(json)
  const indented = indent(json)
    .map(({ text }) => text)
    .join('')
  return Object.fromEntries(
    fields.map(([name, kind]) => [
      name,
      kind === 'json' ? valueText(indented, name) : toText(row[name]),
    ]),
  )
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Cuts the value of a top-level key out of indented JSON. */
function valueText(indented: string, name: string): string {
  const lines = indented.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`  ${JSON.stringify(name)}: `))
  const end = lines.findIndex(
    (line, index) => index >= start && /^ {2}\S/.test(line) && !/[{[]$/.test(line),
  )
  const value = lines.slice(start, end + 1).join('\n')
  return value
    .slice(value.indexOf(': ') + 2)
    .replace(/,$/, '')
    .replaceAll('\n  ', '\n')
}

export type RowChanges = {
  readonly changes: Readonly<Record<string, unknown>>
  /** Problems that the form finds itself, by field. The form does not send these fields. */
  readonly errors: Readonly<Record<string, string>>
}

/**
 * The fields whose text differs from `before`. Without `before`, all fields of a new row that are
 * not empty.
 */
export function toChanges(after: Texts, before: Texts = {}): RowChanges {
  const changes: Record<string, unknown> = {}
  const errors: Record<string, string> = {}
  for (const [name, kind] of fields) {
    const text = after[name] ?? ''
    if (text === (before[name] ?? '')) continue
    const error = kind === 'json' ? problemOf(text) : undefined
    if (error === undefined) changes[name] = toValue(kind, text)
    else errors[name] = error
  }
  return { changes, errors }
}

/**
 * Converts the text of a field to JSON. Invalid text stays text, so that the mock names the
 * problem.
 */
function toValue(kind: Kind, text: string): unknown {
  if (kind === 'optional' && text === '') return null
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (kind === 'number' || kind === 'assistant')
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
  return kind === 'json' ? JSON.parse(text || 'null') : text
}

function problemOf(json: string): string | undefined {
  try {
    JSON.parse(json || 'null')
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
  const texts = json.replace(/"(?:[^"\\]|\\.)*"/g, '')
  return /\d{16}/.test(texts)
    ? 'holds a number that a browser would round; change it by the admin API'
    : undefined
}
