// Headers that a request brings twice.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** Headers of the application of which Node.js keeps the first alone; it joins most others as PHP does. */
const KEPT_ONCE: ReadonlySet<string> = new Set(['authorization', 'content-type', 'host', 'referer'])

/** The headers as PHP's own web server hands them on: values of one name joined by a comma and a space, whatever the name. */
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
