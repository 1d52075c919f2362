// `malformed`: a whole answer whose body is not JSON.

import * as z from 'zod'
import { type Behaviour, onBodies } from './behaviour.ts'

export const MalformedEffect = z.strictObject({ type: z.literal('malformed') }).meta({
  id: 'MalformedEffect',
  description: 'Takes the last byte from the body, so that it is not JSON.',
})
export type MalformedEffect = z.infer<typeof MalformedEffect>

export function malformed(): Behaviour {
  return {
    appliesTo: onBodies,
    delivers: (delivery) => ({
      ...delivery,
      answer: { ...delivery.answer, body: breakJson(delivery.answer.body) },
    }),
  }
}

/** Without its last byte; where that is JSON too (12 → 1), after a brace that is never closed. */
function breakJson(body: string): string {
  const cut = body.slice(0, -1)
  return cut === '' || isJson(cut) ? `{${cut}` : cut
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
