// Headers that a request sends twice.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/**
 * Node.js keeps only the first value of these headers. It joins most other headers, as PHP does.
 */
const KEPT_ONCE: ReadonlySet<string> = new Set(['authorization', 'content-type', 'host', 'referer'])

/**
 * Joins the values of each header with a comma and a space. PHP's own web server does this for
 * every header.
 */
export function joinedHeaders({
  headers,
  rawHeaders,
}: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): IncomingHttpHeaders {
  let names = 0
  for (const _ in headers) names++
  return names * 2 === rawHeaders.length ? headers : { ...headers, ...joinKeptOnce(rawHeaders) }
}

function joinKeptOnce(raw: readonly string[]): Record<string, string> {
  const joined: Record<string, string> = {}
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    const value = raw[index + 1] ?? ''
    const before = joined[name]
    if (KEPT_ONCE.has(name)) joined[name] = before === undefined ? value : `${before}, ${value}`
  }
  return joined
}
