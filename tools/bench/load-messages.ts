// The messages that the bench and the load generator exchange.

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
  /** The number of the first request in the stream. */
  from: z.int(),
  seconds: z.number().positive(),
  connections: z.int().positive(),
})
export type Load = z.infer<typeof Load>

export const Measured = z.strictObject({
  /** The number of requests sent. It includes requests whose answers came too late to count. */
  sent: z.int(),
  perSecond: z.number(),
  /** The latency in milliseconds that 99 % of requests do not exceed. */
  p99: z.number(),
  /**
   * The share of time in which the generator was busy. Near 1, the bench measures the generator
   * itself.
   */
  busy: z.number(),
})
export type Measured = z.infer<typeof Measured>

export const Reply = z.union([
  z.strictObject({ measured: Measured }),
  z.strictObject({ failure: z.string() }),
])
export type Reply = z.infer<typeof Reply>
