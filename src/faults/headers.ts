// The headers of answers that faults change or send.

import * as z from 'zod'

export type Headers = Readonly<Record<string, string>>

/** Merges headers. Those of `more` replace headers with the same name in any case. */
export function mergeHeaders(headers: Headers, more: Headers): Headers {
  return { ...withoutHeaders(headers, Object.keys(more)), ...more }
}

export function withoutHeaders(headers: Headers, names: readonly string[]): Headers {
  const dropped = new Set(names.map((name) => name.toLowerCase()))
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase())),
  )
}

/** The field of an effect that answers with Retry-After. */
export const RetryAfter = z
  .int()
  .min(0)
  .max(86_400)
  .default(60)
  .describe('The value of Retry-After, in seconds.')
