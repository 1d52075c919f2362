// `rate_limit`: a 429 as Laravel's limiter sends it, or with a Retry-After that clients misread.

import * as z from 'zod'
import { httpDate } from '../laravel/http-date.ts'
import { tooManyAttempts } from '../laravel/errors.ts'
import type { Behaviour } from './behaviour.ts'
import { type Headers, RetryAfter } from './headers.ts'

export const RateLimitEffect = z
  .strictObject({
    type: z.literal('rate_limit'),
    retry_after: RetryAfter,
    form: z
      .enum(['seconds', 'date', 'negative', 'missing'])
      .default('seconds')
      .describe(
        'The form of Retry-After. `date` is an HTTP date, `negative` is a number below 0, ' +
          '`missing` means no header.',
      ),
    limit: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(60)
      .describe('The value of the X-RateLimit-Limit header.'),
  })
  .meta({ id: 'RateLimitEffect', description: 'Answers 429.' })
export type RateLimitEffect = z.infer<typeof RateLimitEffect>

export function rateLimit(effect: RateLimitEffect): Behaviour {
  return {
    replaces({ exchange, refuse }) {
      const opensAt = Math.floor(exchange.time) + effect.retry_after
      return refuse(
        tooManyAttempts({
          'X-RateLimit-Limit': String(effect.limit),
          'X-RateLimit-Remaining': '0',
          ...retryAfter(effect, opensAt),
          'X-RateLimit-Reset': String(opensAt),
        }),
      )
    },
  }
}

function retryAfter({ form, retry_after }: RateLimitEffect, opensAt: number): Headers {
  switch (form) {
    case 'seconds':
      return { 'Retry-After': String(retry_after) }
    case 'date':
      return { 'Retry-After': httpDate(opensAt) }
    case 'negative':
      return { 'Retry-After': String(-Math.max(1, retry_after)) }
    case 'missing':
    default:
      return {}
  }
}
