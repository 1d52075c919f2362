// The parts of a request, and its answer. Both carry bytes as binary strings: one character, one byte.

import type { IncomingHttpHeaders } from 'node:http'
import type { Listing } from './listing.ts'

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** How many conversations the body holds; undefined when it is no list. */
  readonly rows?: number | undefined
  readonly listing?: Listing | undefined
}

/** Path and query of a request target; a target in absolute form (`http://host/path`) counts by its path. */
export function splitTarget(target: string): { path: string; query: string } {
  const local = target.startsWith('/') ? target : target.replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '')
  const end = local.indexOf('?')
  return end < 0
    ? { path: local, query: '' }
    : { path: local.slice(0, end), query: local.slice(end + 1) }
}

/** One value: Node.js has joined those of one name, but for names that no request brings (Set-Cookie). */
export const header = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value.at(-1) : value
}

/** rtrim($text, '/'). A loop, because a regular expression looks at every run of slashes from each of its places. */
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
