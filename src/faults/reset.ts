// `reset`: the connection ends in a TCP reset.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'

export const ResetEffect = z
  .strictObject({ type: z.literal('reset') })
  .meta({ id: 'ResetEffect', description: 'Resets the connection (TCP RST).' })
export type ResetEffect = z.infer<typeof ResetEffect>

export const reset = (): Behaviour => ({ delivers: (delivery) => ({ ...delivery, end: 'reset' }) })
