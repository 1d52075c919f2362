// `slow`: the mock sends the body slowly.

import * as z from 'zod'
import { type Behaviour, onBodies } from './behaviour.ts'

export const SlowEffect = z
  .strictObject({
    type: z.literal('slow'),
    bytes_per_second: z
      .int()
      .min(1)
      .max(10_000_000)
      .describe(
        'The speed in bytes per second. The speed is higher when the body would take longer ' +
          'than a minute.',
      ),
  })
  .meta({ id: 'SlowEffect', description: 'Sends the body slowly.' })
export type SlowEffect = z.infer<typeof SlowEffect>

export function slow({ bytes_per_second }: SlowEffect): Behaviour {
  return {
    appliesTo: onBodies,
    delivers: (delivery) => ({
      ...delivery,
      bytesPerSecond: Math.min(bytes_per_second, delivery.bytesPerSecond ?? bytes_per_second),
    }),
  }
}
