// The fields that the journal remembers of a request, and their bounds.

import type { IncomingHttpHeaders } from 'node:http'
import { header } from '../laravel/http.ts'
import type { Listing } from '../laravel/listing.ts'
import type { EditionName } from '../editions.ts'
import type { Redaction } from './redaction.ts'

export type Entry = {
  /** Rises over all users. */
  readonly id: number
  /** Unix seconds with a fraction, on the user's clock. */
  readonly time: number
  /** Null for a request of nobody that is known. */
  readonly user: number | null
  /** The token's id, never its text. */
  readonly token: number | null
  /** Null when no token decided it. */
  readonly edition: EditionName | null
  readonly method: string
  /** As received (each character one byte), without credentials, cut after MAX_TARGET. */
  readonly target: string
  /** Null when the connection was cut before there was one. */
  readonly status: number | null
  /** How many conversations the answer held. */
  readonly rows: number | null
  /** Milliseconds. */
  readonly duration: number
  /** The types of the effects that were applied. */
  readonly faults: readonly string[]
  /** Of which faults, in the same order. */
  readonly faultIds: readonly number[]
  /** The Prefer header. */
  readonly preferences: string | null
  readonly correlation: string | null
  /** Whether the correlation is X-Mock-Walk, which names a walk. */
  readonly isNamed: boolean
  /** Whether the mock's own page made it, which is no client. */
  readonly isFromDashboard: boolean
  readonly accept: string | null
  /** Whether X-Requested-With says XMLHttpRequest, and whether it brought a body. */
  readonly isAjax: boolean
  readonly hasBody: boolean
  /** Milliseconds since the program began: real time, whatever a user's clock shows. */
  readonly at: number
  /** Milliseconds that the answer was held back. */
  readonly delay: number
  /** When the client hung up before the answer had left, on the clock of `at`. */
  readonly hungUpAt: number | null
  /** See connections.ts. */
  readonly lane: number
  /** The number of the connection that brought it; 0 where nobody counted. */
  readonly connection: number
  /** Null for another answer than a list, and while nobody judges. */
  readonly list: Listing | null
  /** Null when the answer said nothing of limits. */
  readonly limit: Limit | null
}

/** The headers of an answer that say when to try again. */
export type Limit = {
  /** X-RateLimit-Remaining */
  readonly remaining: number | null
  /** Retry-After as it was sent. */
  readonly retryAfter: string | null
  /** X-RateLimit-Reset, in Unix seconds. */
  readonly reset: number | null
}

/** A request as it was received: the journal redacts and cuts its texts. `origin`: what answers repeat of its headers. */
export type EntryRecord = Omit<Entry, 'id' | 'hungUpAt'> & { readonly origin: string }

/** The faults of almost every entry. */
export const NO_FAULTS: readonly never[] = []

export const MAX_TARGET = 8192
export const MAX_CORRELATION = 200
export const MAX_HEADER = 1024

const CORRELATION_HEADERS = ['x-mock-walk', 'x-correlation-id', 'x-request-id']

/** Null for headers that say nothing of limits, as almost all do. */
export function limitOf(headers: Readonly<Record<string, string>>): Limit | null {
  const remaining = headers['X-RateLimit-Remaining']
  const retryAfter = headers['Retry-After']
  if (remaining === undefined && retryAfter === undefined) return null
  const reset = headers['X-RateLimit-Reset']
  return { remaining: toNumber(remaining), retryAfter: retryAfter ?? null, reset: toNumber(reset) }
}

const toNumber = (text: string | undefined): number | null =>
  text === undefined ? null : Number(text)

/** By which name a client's requests belong together. */
export function correlationOf(headers: IncomingHttpHeaders): string | null {
  for (const name of CORRELATION_HEADERS) {
    const value = header(headers, name)
    if (value) return value
  }
  return null
}

/** Parts of a request that links in answers may repeat, besides the target. */
export function originOf(headers: IncomingHttpHeaders): string {
  const { host = '', 'x-forwarded-host': forwardedHost, 'x-forwarded-prefix': prefix } = headers
  return forwardedHost === undefined && prefix === undefined
    ? host
    : [host, forwardedHost, prefix].join(' ')
}

/** How the dashboard marks its requests in X-Correlation-ID. Whoever names a walk is a client all the same. */
const DASHBOARD = 'dashboard'

/** Whether the mock's own page made a request. */
export const comesFromDashboard = (headers: IncomingHttpHeaders): boolean =>
  headers['x-correlation-id'] === DASHBOARD && !headers['x-mock-walk']

/** Cut when the credentials are out, of which a part would be left otherwise. */
const cut = (text: string, max: number): string =>
  // A slice would keep the whole text alive.
  text.length <= max ? text : Buffer.from(text.slice(0, max), 'latin1').toString('latin1')

/** Cleans the texts of requests. Made again when there are other secrets. */
export function createCleaners(redaction: Redaction) {
  return {
    target: createTargetCleaner(redaction),
    preferences: createHeaderCleaner(redaction, MAX_HEADER),
    correlation: createHeaderCleaner(redaction, MAX_CORRELATION),
    accept: createHeaderCleaner(redaction, MAX_HEADER),
    isOriginClean: createOriginCheck(redaction),
  }
}

/** A header mostly repeats that of the request before: its text is then kept once. */
function createHeaderCleaner(
  { header: redactHeader }: Redaction,
  max: number,
): (text: string | null) => string | null {
  let last: string | null = null
  return (text) => {
    if (text === null) return null
    if (text === last) return last
    const cleaned = cut(redactHeader(text), max)
    if (cleaned === text) last = cleaned
    return cleaned
  }
}

const MAX_KNOWN_TARGETS = 256

/** Few targets come again and again: their text is then kept once, and looked at once. */
function createTargetCleaner(redaction: Redaction): (target: string) => string {
  const known = new Map<string, string>()
  return (target) => {
    const before = known.get(target)
    if (before !== undefined) return before
    const cleaned = cut(redaction.target(target), MAX_TARGET)
    if (known.size >= MAX_KNOWN_TARGETS) known.clear()
    if (cleaned === target) known.set(target, cleaned)
    return cleaned
  }
}

/** Whether no credential is in what links repeat of headers, which nearly always is what the request before had. */
function createOriginCheck({
  isOwnIn,
  target: redactPath,
}: Redaction): (origin: string) => boolean {
  let last: string | undefined
  return (origin) => {
    if (origin === last) return true
    // Of hosts only our own secrets are known: `auth:8080` looks like one.
    const [_host, _forwardedHost, ...words] = origin.split(' ')
    const prefix = words.join(' ')
    const isClean = !isOwnIn(origin) && redactPath(prefix) === prefix
    if (isClean) last = origin
    return isClean
  }
}
