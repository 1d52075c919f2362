// `empty`: the mock closes the connection without sending a byte.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'

export const EmptyEffect = z
  .strictObject({ type: z.literal('empty') })
  .meta({ id: 'EmptyEffect', description: 'Closes the connection without sending a byte.' })
export type EmptyEffect = z.infer<typeof EmptyEffect>

export const empty = (): Behaviour => ({ delivers: (delivery) => ({ ...delivery, end: 'empty' }) })
