// The parts of a request, and its answer. Both are binary strings: each character is one byte.

import type { IncomingHttpHeaders } from 'node:http'
import type { Listing } from './listing.ts'

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body in parts, if it is long. Nothing has joined them yet, and joining would take long. */
  readonly parts?: readonly string[] | undefined
  /** The number of conversations in the body; undefined when the answer is no list. */
  readonly rows?: number | undefined
  readonly listing?: Listing | undefined
}

/** Whether both have the same names with the same values, in any order. */
export function areSameHeaders(some: Answer['headers'], others: Answer['headers']): boolean {
  if (some === others) return true
  let surplus = 0
  for (const _ in others) surplus--
  for (const name in some) {
    if (some[name] !== others[name]) return false
    surplus++
  }
  return surplus === 0
}

/** Splits a target into path and query. Drops scheme and host of a target in absolute form. */
export function splitTarget(target: string): { path: string; query: string } {
  const local = target.startsWith('/') ? target : target.replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '')
  const end = local.indexOf('?')
  return end < 0
    ? { path: local, query: '' }
    : { path: local.slice(0, end), query: local.slice(end + 1) }
}

/** The value of a header. Node.js joins repeated headers, except Set-Cookie. */
export const header = (headers: IncomingHttpHeaders, name: string): string | undefined =>
  single(headers[name])

/** The same where the code names the header. V8 reads it ten times faster than by a variable. */
export const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.at(-1) : value

/** rtrim($text, '/'). It is a loop, because a regular expression takes quadratic time here. */
export function trimTrailingSlashes(text: string): string {
  let end = text.length
  while (text[end - 1] === '/') end--
  return text.slice(0, end)
}

/** trim($text, '/') */
export function trimSlashes(text: string): string {
  let start = 0
  while (text[start] === '/') start++
  return trimTrailingSlashes(text.slice(start))
}
