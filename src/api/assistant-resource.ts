// Renders an assistant for the lists of assistants.

import type { Assistant } from '../dataset/assistant.ts'
import { encodeJson, type PhpValue } from '../php/json.ts'
import { parseDateTime } from '../php/dates.ts'

/** The DECIMAL columns. Laravel's casts turn their values into texts. */
const decimals = new Set([
  'llm_temperature',
  'voice_stability',
  'voice_similarity',
  'speech_speed',
  'ambient_sound_volume',
])
const times = new Set(['created_at', 'updated_at', 'deleted_at'])

export const outboundFields = [
  'id',
  'user_id',
  'name',
  'type',
  'mode',
  'status',
  'voice_id',
  'language_id',
  'timezone',
  'initial_message',
  'system_prompt',
  'variables',
  'webhook_url',
  'is_webhook_active',
  'created_at',
  'updated_at',
] as const

/** All fields except conversation_ended_webhook_url, in the order of the dataset. */
export const wholeAssistant = (assistant: Assistant): string => encodeFields(assistant)

export const outboundAssistant = (assistant: Assistant): string =>
  encodeFields(assistant, outboundFields)

export const shortAssistant = (assistant: Assistant): string =>
  encodeFields(assistant, ['id', 'name', 'created_at'])

function encodeFields(assistant: Assistant, names?: readonly (keyof Assistant)[]): string {
  const { conversation_ended_webhook_url: _hidden, ...shown } = assistant
  const entries: [string, PhpValue][] = Object.entries(shown)
  const values = new Map(entries.map(([name, value]) => [name, toShown(name, value)]))
  if (!names) return encodeJson(values)
  return encodeJson(new Map(names.map((name) => [name, values.get(name) ?? null])))
}

function toShown(name: string, value: PhpValue): PhpValue {
  if (typeof value === 'number' && decimals.has(name)) return value.toFixed(2)
  return typeof value === 'string' && times.has(name) ? toIso(value) : value
}

/** Writes a time as Carbon does in JSON: 2024-11-05T08:00:00.000000Z. */
function toIso(text: string): string {
  const time = parseDateTime(text)
  return time === undefined ? text : `${new Date(time * 1000).toISOString().slice(0, -1)}000Z`
}
