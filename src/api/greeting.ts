// The assistant's greeting at the start of a conversation.

import type { Assistant } from '../dataset/assistant.ts'
import type { Message } from '../dataset/message.ts'
import type { PhpValue } from '../php/json.ts'
import { numberToText } from '../php/numbers.ts'
import { toEntries } from './variables.ts'

/** Null when the assistant has no initial message. */
export function greet(
  { initial_message }: Pick<Assistant, 'initial_message'>,
  variables: PhpValue,
): Message | null {
  if (initial_message === null) return null
  let content = initial_message
  // Replaces one variable after the other, because a value may contain another placeholder.
  for (const [name, value] of toEntries(variables)) {
    const text = toText(value)
    if (text !== undefined) content = content.replaceAll(`{{${name}}}`, () => text)
  }
  return { role: 'assistant', content, function_calls: null }
}

/** The text of a text or number; undefined for any other value. */
function toText(value: PhpValue): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' ? numberToText(value) : undefined
}
