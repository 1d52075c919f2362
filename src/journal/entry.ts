// The fields that the journal keeps of each request, and their maximum lengths.

import type { IncomingHttpHeaders } from 'node:http'
import { single } from '../laravel/http.ts'
import type { Authorization } from '../laravel/bearer.ts'
import type { Listing } from '../laravel/listing.ts'
import type { EditionName } from '../editions.ts'

export type Entry = {
  /** Rises with every request of any user. */
  readonly id: number
  /** The arrival on the user's clock, in Unix seconds with a fraction. */
  readonly time: number
  /** The id of the user; null without a valid token. */
  readonly user: number | null
  /** The token's id, never its text. */
  readonly token: number | null
  /** Null without a valid token. */
  readonly edition: EditionName | null
  /** The form of the Authorization header. `sound` also with a valid token. */
  readonly authorization: Authorization
  readonly method: string
  /** The target without credentials, cut after MAX_TARGET. Each character stands for one byte. */
  readonly target: string
  /** Null when the connection was closed before a status was sent. */
  readonly status: number | null
  /** The number of conversations in the answer; null when it was no list. */
  readonly rows: number | null
  /** Milliseconds from the arrival of the request to its answer. */
  readonly duration: number
  /** The types of the faults that were applied. */
  readonly faults: readonly string[]
  /** The ids of the faults, in the order of `faults`. */
  readonly faultIds: readonly number[]
  /** The Prefer header. */
  readonly preferences: string | null
  readonly correlation: string | null
  /** Whether the correlation is X-Mock-Walk, which names a walk. */
  readonly isNamed: boolean
  /** Whether the dashboard sent the request. The dashboard is no client. */
  readonly isFromDashboard: boolean
  readonly accept: string | null
  /** Whether the header X-Requested-With is XMLHttpRequest. */
  readonly isAjax: boolean
  readonly hasBody: boolean
  /** The arrival in real time, whatever the user's clock shows: milliseconds since the start. */
  readonly at: number
  /** Milliseconds by which the answer was delayed on purpose. */
  readonly delay: number
  /** The time, counted as `at` is, when the client hung up early; null when it did not. */
  readonly hungUpAt: number | null
  /** The lane of the request (see connections.ts). */
  readonly lane: number
  /** The number of the request's connection; 0 when connections are not counted. */
  readonly connection: number
  /** The list in the answer; null for other answers, and when the judge is off. */
  readonly list: Listing | null
  /** Null when the answer has no header about limits. */
  readonly limit: Limit | null
}

/** The headers of an answer that tell a client when to try again. */
export type Limit = {
  /** X-RateLimit-Remaining */
  readonly remaining: number | null
  /** Retry-After, unparsed. */
  readonly retryAfter: string | null
  /** X-RateLimit-Reset, in Unix seconds. */
  readonly reset: number | null
}

/**
 * A request before the journal redacts and cuts its texts.
 * `origin` holds the parts of its headers that links in answers may repeat.
 */
export type RawEntry = Omit<Entry, 'id' | 'hungUpAt'> & { readonly origin: string }

/** The shared empty list: almost no entry has faults. */
export const NO_FAULTS: readonly never[] = []

export const MAX_TARGET = 8192
export const MAX_CORRELATION = 200
export const MAX_HEADER = 1024

/** Null when the answer has no header about limits, as almost all have none. */
export function limitOf(headers: Readonly<Record<string, string>>): Limit | null {
  const remaining = headers['X-RateLimit-Remaining']
  const retryAfter = headers['Retry-After']
  if (remaining === undefined && retryAfter === undefined) return null
  const reset = headers['X-RateLimit-Reset']
  return { remaining: toNumber(remaining), retryAfter: retryAfter ?? null, reset: toNumber(reset) }
}

const toNumber = (text: string | undefined): number | null =>
  text === undefined ? null : Number(text)

/** The name that a client gives its requests in a header; null for none. */
export function correlationOf(headers: IncomingHttpHeaders): string | null {
  return (
    single(headers['x-mock-walk']) ||
    single(headers['x-correlation-id']) ||
    single(headers['x-request-id']) ||
    null
  )
}

/** The parts of the request headers that links in answers may repeat. */
export function originOf(headers: IncomingHttpHeaders): string {
  const { host = '', 'x-forwarded-host': forwardedHost, 'x-forwarded-prefix': prefix } = headers
  return forwardedHost === undefined && prefix === undefined
    ? host
    : [host, forwardedHost, prefix].join(' ')
}

/** The X-Correlation-ID of the dashboard's requests. */
const DASHBOARD = 'dashboard'

/** Whether the dashboard sent the request. A request that names a walk is a client's. */
export const comesFromDashboard = (headers: IncomingHttpHeaders): boolean =>
  headers['x-correlation-id'] === DASHBOARD && !headers['x-mock-walk']
