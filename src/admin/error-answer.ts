// The answer to a call that failed: a status and JSON, with texts that hold no secret.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { HIDDEN } from '../journal/credentials.ts'
import { DatabaseError } from '../store/database-error.ts'
import { hangUp, isStillComing } from '../transport/hang-up.ts'
import type { MockControls } from './controls.ts'
import type { ErrorBody } from './failure.ts'
import { toFailure } from './known-errors.ts'
import { JSON_TYPE } from './pieces.ts'

/** Returns the error handler of the app. */
export function createErrorRenderer(controls: Pick<MockControls, 'redaction' | 'report'>) {
  return renderError

  function sentence(text: string): string {
    const read = text.slice(0, MAX_READ)
    const clean = controls.redaction.sentence(read)
    // A cut text may end with a part of a secret, which comes into view where others are hidden.
    const isHalf = text.length > MAX_READ && clean !== read
    return shorten(isHalf ? `${clean.slice(0, -MARGIN)}${HIDDEN}…` : clean, MAX_SHOWN)
  }

  /**
   * A database that another process holds is only a problem of this caller, so the log does not
   * mention it.
   */
  function report(error: unknown): void {
    if (!(error instanceof DatabaseError && error.kind === 'busy')) controls.report(error)
  }

  function renderError(
    error: unknown,
    { raw, routeOptions }: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const failure = toFailure(error, routeOptions.bodyLimit)
    if (!failure || failure.status >= 500) report(error)
    const body: ErrorBody = {
      message: sentence(failure?.message ?? 'the mock failed; its log says why'),
      errors: (failure?.errors ?? []).map(({ path, message }) => ({
        path: sentence(path),
        message: sentence(message),
      })),
    }
    if (failure?.status === 413 && isStillComing(raw)) return refuseRest(reply, body)
    // The mock reads and drops the rest of the body. A client that still sends it would otherwise
    // not see the answer.
    raw.resume()
    reply.removeHeader('connection')
    if (failure?.status === 503) reply.header('Retry-After', '1')
    if (failure?.status === 401) reply.header('WWW-Authenticate', 'Bearer')
    reply.code(failure?.status ?? 500).send(body)
  }
}

/** The most characters of a message to show, and to search for secrets before it is cut. */
const MAX_SHOWN = 1000
const MAX_READ = 4 * MAX_SHOWN
/** Longer than any secret, also when it is encoded. */
const MARGIN = MAX_SHOWN

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text

function refuseRest(reply: FastifyReply, body: ErrorBody): void {
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value)
  hangUp(reply.raw, {
    status: 413,
    headers: { 'Content-Type': JSON_TYPE },
    body: Buffer.from(JSON.stringify(body)),
  })
}
