// The messages to the load generator, and its answers.

import * as z from 'zod'
import { streamNames } from './streams.ts'

export const Load = z.strictObject({
  port: z.int(),
  token: z.string(),
  stream: z.enum(streamNames),
  extent: z.strictObject({
    total: z.int(),
    lastId: z.int(),
    chats: z
      .strictObject({
        assistant: z.string(),
        read: z.array(z.string()).readonly(),
        grown: z.array(z.string()).readonly(),
      })
      .optional(),
  }),
  /** Number of the first request. */
  from: z.int(),
  seconds: z.number().positive(),
  connections: z.int().positive(),
})
export type Load = z.infer<typeof Load>

export const Measured = z.strictObject({
  /** Requests sent, those included that were answered too late to be counted. */
  sent: z.int(),
  perSecond: z.number(),
  /** Milliseconds. */
  p99: z.number(),
  /** Share of the time in which the generator was busy; near 1 it measures itself. */
  busy: z.number(),
})
export type Measured = z.infer<typeof Measured>

export const Reply = z.union([
  z.strictObject({ measured: Measured }),
  z.strictObject({ failure: z.string() }),
])
export type Reply = z.infer<typeof Reply>
