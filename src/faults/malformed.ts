// `malformed`: a complete answer whose body is not valid JSON.

import * as z from 'zod'
import { type Behaviour, onBodies } from './behaviour.ts'

export const MalformedEffect = z.strictObject({ type: z.literal('malformed') }).meta({
  id: 'MalformedEffect',
  description: 'Removes the last byte of the body. The body is then not valid JSON.',
})
export type MalformedEffect = z.infer<typeof MalformedEffect>

export function malformed(): Behaviour {
  return {
    appliesTo: onBodies,
    delivers: (delivery) => ({
      ...delivery,
      answer: { ...delivery.answer, body: breakJson(delivery.answer.body), parts: undefined },
    }),
  }
}

/** Removes the last byte. If the rest is valid JSON (12 → 1), also puts an open brace before it. */
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
