// `status`: an answer with any status, with Laravel's body for it or a given body.

import * as z from 'zod'
import type { Answer } from '../laravel/http.ts'
import { Failure } from '../laravel/errors.ts'
import { toBytes } from '../php/bytes.ts'
import type { Behaviour } from './behaviour.ts'
import { type Headers, mergeHeaders } from './headers.ts'
import { answerWithStatus } from './status-answer.ts'

const MAX_BODY = 100_000
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const HeaderName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, { error: 'must be the name of a header' })
  .refine((name) => !OF_THE_CONNECTION.has(name.toLowerCase()), {
    error: 'belongs to the connection; see truncate, reset and empty',
  })

const HeaderValue = z
  .string()
  .regex(/^[\t -~]{0,1000}$/, { error: 'must be at most 1000 characters of visible ASCII' })

export const StatusEffect = z
  .strictObject({
    type: z.literal('status'),
    status: z.int().min(200).max(599),
    body: z
      .unknown()
      .refine((body) => isShort(body), {
        error: `must be a text or a JSON value of at most ${MAX_BODY} characters`,
      })
      .optional()
      .describe(
        "The body: a text, sent unchanged, or a JSON value. When absent, Laravel's body for " +
          'the status.',
      ),
    content_type: HeaderValue.min(1)
      .optional()
      .describe(
        'The Content-Type header. The default is application/json for a JSON value, and ' +
          'text/html; charset=UTF-8 for a text.',
      ),
    headers: z
      .record(HeaderName, HeaderValue)
      .refine((headers) => Object.keys(headers).length <= 50, {
        error: 'must be at most 50 headers',
      })
      .optional(),
  })
  .meta({ id: 'StatusEffect', description: 'Answers with the given status.' })
export type StatusEffect = z.infer<typeof StatusEffect>

export function status({
  status: code,
  body,
  content_type,
  headers = {},
}: StatusEffect): Behaviour {
  // Delivery adds a header `Date` with this spelling, unless the effect sets it.
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [/^date$/i.test(name) ? 'Date' : name, value]),
  )
  return {
    replaces({ exchange, refuse }) {
      const given =
        body === undefined
          ? answerWithStatus(code, { path: exchange.path, now: exchange.time, refuse })
          : giveBody(refuse(new Failure(code, '')), body)
      const type: Headers = content_type === undefined ? {} : { 'Content-Type': content_type }
      return { ...given, headers: mergeHeaders(mergeHeaders(given.headers, type), own) }
    },
  }
}

function giveBody(answer: Answer, body: unknown): Answer {
  const isText = typeof body === 'string'
  return {
    ...answer,
    headers: mergeHeaders(answer.headers, {
      'Content-Type': isText ? 'text/html; charset=UTF-8' : 'application/json',
    }),
    body: toBytes(isText ? body : JSON.stringify(body)).toString('latin1'),
  }
}

/** Also false when JSON.stringify() throws, for example for a value that is nested too deeply. */
function isShort(body: unknown): boolean {
  if (body === undefined) return true
  if (typeof body === 'string') return body.length <= MAX_BODY
  try {
    return JSON.stringify(body).length <= MAX_BODY
  } catch {
    return false
  }
}
