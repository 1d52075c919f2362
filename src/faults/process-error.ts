// `process_error`: the assistant fails while it replies to a message.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'

export const ProcessErrorEffect = z
  .strictObject({
    type: z.literal('process_error'),
    text: z
      .string()
      .min(1)
      .max(1000)
      .default('Connection timeout')
      .describe('The text of the error.'),
  })
  .meta({
    id: 'ProcessErrorEffect',
    description:
      'Answers 400 with "Failed to process message: <text>" to a message that an assistant ' +
      'would answer. Nothing is stored, and nothing is charged. Requests that fail for ' +
      'another reason keep their answer and do not count as struck.',
  })
export type ProcessErrorEffect = z.infer<typeof ProcessErrorEffect>

export function processError({ text }: ProcessErrorEffect): Behaviour {
  return {
    appliesTo: ({ endpoint }) => endpoint === 'messages.send' || endpoint === 'ai.reply',
    fails: () => text,
  }
}
