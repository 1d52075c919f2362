// Describes a scripted reply in one sentence.

import type { ScriptedReply } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'

/** The most characters to show of a text. */
const SHOWN = 200

/** Describes a reply, such as: To a message with “price”: “It is 10 euros.” */
export function replyInWords({ when, reply, function_calls: calls }: ScriptedReply): string {
  const { contains, nth, assistant_id: assistant } = when
  const conditions = [
    ...(nth === undefined ? [] : [`message ${nth}`]),
    ...(contains === undefined ? [] : [`a message with ${quoted(contains)}`]),
    ...(assistant === undefined ? [] : [`by assistant ${isolate(String(assistant))}`]),
  ]
  const whom = conditions.length === 0 ? 'any message' : conditions.join(', ')
  const extra = calls === null ? '' : `, with ${counted(calls.length, 'function call')}`
  return `To ${whom}: ${quoted(reply)}${extra}`
}

const quoted = (text: string): string =>
  `“${isolate(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)}”`
