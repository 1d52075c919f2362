// The newest answers to all users. Their bodies and those of requests share one buffer of 1 MiB.

import { type Answer, areSameHeaders } from '../laravel/http.ts'
import { MAX_TARGET } from './entry.ts'
import { createRedaction, type Redaction } from './redaction.ts'
import type { SentResponse } from './schemas.ts'
import { createTextBuffer, type TextBuffer } from './text-buffer.ts'
import { toHeaderText } from './wire.ts'

/** An answer that is sent. The connection is closed after `cutAt` characters of the body. */
export type Sent = { readonly answer: Answer; readonly cutAt?: number }

const MAX_BODY = 256 * 1024
/** Limits memory: an answer without a body still takes memory for its headers. */
const MAX_ANSWERS = 1024

type Headers = Answer['headers']

/** `from` is the position of the body in the buffer. */
type KeptAnswer = {
  id: number
  user: number | null
  status: number
  headers: Headers
  from: number
  length: number
  cutAt: number | undefined
}

export function createAnswers(
  redaction: Redaction = createRedaction(),
  buffer: TextBuffer = createTextBuffer(),
) {
  const ring: KeptAnswer[] = []
  /** The headers of the newest answer. Almost all answers have the same headers and share them. */
  let headers: Headers = {}
  let next = 0
  /** The newest body and its position. A repeated body is written only once. */
  let last = { body: '', from: 0 }
  return { keep, find, drop }

  /** Keeps an answer, unless it is too large or may hold a credential. */
  function keep(id: number, user: number | null, { answer, cutAt }: Sent): void {
    const { status, body } = answer
    const { length } = body
    if (length > MAX_BODY || (answer.rows === undefined && echoesCredential(redaction, answer)))
      return
    if (body !== last.body || !buffer.has(last.from)) last = { body, from: buffer.write(body) }
    const { from } = last
    if (!areSameHeaders(answer.headers, headers)) headers = answer.headers
    const kept = ring[next]
    if (kept === undefined) ring.push({ id, user, status, headers, from, length, cutAt })
    else overwrite(kept, { id, user, status, headers, from, length, cutAt })
    next = (next + 1) % MAX_ANSWERS
  }

  function find(id: number): Sent | undefined {
    const kept = ring.find((one) => one.id === id)
    const body = kept && buffer.read(kept.from, kept.length)
    if (kept === undefined || body === undefined) return undefined
    const { status, headers: sentHeaders, cutAt } = kept
    return {
      answer: { status, headers: sentHeaders, body },
      ...(cutAt !== undefined && { cutAt }),
    }
  }

  /**
   * Forgets the answers to one user. Null means requests without a known user; undefined means
   * all requests.
   */
  function drop(user: number | null | undefined): void {
    for (const kept of ring) if (user === undefined || kept.user === user) kept.id = 0
  }
}

function overwrite(
  kept: KeptAnswer,
  { id, user, status, headers, from, length, cutAt }: KeptAnswer,
): void {
  kept.id = id
  kept.user = user
  kept.status = status
  kept.headers = headers
  kept.from = from
  kept.length = length
  kept.cutAt = cutAt
}

/**
 * Whether an answer may hold a credential. Redirects repeat the Referer; preflights and refusals
 * repeat parts of the request. Lists are not checked: they repeat only the target and the origin.
 */
const echoesCredential = (redaction: Redaction, { headers, body }: Answer): boolean =>
  redaction.isOwnIn(body) ||
  Object.values(headers).some(
    (value) => value.length > MAX_TARGET || redaction.header(value) !== value,
  )

/** Describes an answer for the wire. `method` is the request's: an answer to HEAD has no body. */
export function describeResponse(
  { answer: { status, headers, body }, cutAt }: Sent,
  method: string,
): SentResponse {
  const isBodiless = method === 'HEAD' || status === 204 || status === 304
  const arrived = isBodiless ? '' : body.slice(0, cutAt)
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, toHeaderText(value) ?? '']),
    ),
    body: Buffer.from(arrived, 'latin1').toString('utf8'),
    is_cut: !isBodiless && cutAt !== undefined,
  }
}
