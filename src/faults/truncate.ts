// `truncate`: the mock sends only the beginning of the body that Content-Length announces.

import * as z from 'zod'
import { type Behaviour, onBodies } from './behaviour.ts'

export const TruncateEffect = z
  .strictObject({
    type: z.literal('truncate'),
    bytes: z
      .int()
      .min(0)
      .max(100_000_000)
      .describe(
        'Number of bytes of the body that are sent. At least the last byte is always missing.',
      ),
  })
  .meta({ id: 'TruncateEffect', description: 'Cuts the body and closes the connection.' })
export type TruncateEffect = z.infer<typeof TruncateEffect>

export function truncate({ bytes }: TruncateEffect): Behaviour {
  return {
    appliesTo: onBodies,
    delivers: (delivery) => ({
      ...delivery,
      cutAt: Math.min(bytes, delivery.cutAt ?? bytes, Math.max(0, delivery.answer.body.length - 1)),
    }),
  }
}
