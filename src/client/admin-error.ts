// The error for a call of the admin API that the mock refused, or that did not reach it.

import type { FieldError } from '../admin/failure.ts'
import { withoutUserinfo } from '../problems/problems.ts'
import { codeOf, reasonOf } from '../system/system-errors.ts'
import type { Incoming } from '../transport/direct.ts'

/** The error for a call that the mock refused, or that did not reach it. */
export class AdminError extends Error {
  override name = 'AdminError'
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  /** The problems by field; empty when the refusal names no field. */
  readonly errors: readonly FieldError[]

  constructor(
    message: string,
    {
      status = 0,
      errors = [],
      cause,
    }: { status?: number; errors?: readonly FieldError[]; cause?: unknown },
  ) {
    super(message, { cause })
    this.status = status
    this.errors = errors
  }
}

/** The message of OpenSSL when a server answers in plain HTTP. */
const NOT_TLS = /wrong.version.number|packet.length.too.long/i

export function unreachable(url: string, error: unknown, wasReached: boolean): AdminError {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (NOT_TLS.test(`${codeOf(cause)} ${String(cause)}`))
    return new AdminError(
      `the mock at ${withoutUserinfo(url)} does not speak https; try ${withoutUserinfo(url).replace(/^https/i, 'http')}`,
      { cause: error },
    )
  return new AdminError(
    `the mock at ${withoutUserinfo(url)} does not answer (${reasonOf(cause)}); ${wasReached ? 'it may have been closed' : 'is it running?'}`,
    {
      cause: error,
    },
  )
}

/**
 * The error for an answer of something else, such as a proxy in front of a mock. `url` is the
 * address of the call.
 */
export function notAMock(
  url: string,
  { status, headers }: Pick<Incoming, 'status' | 'headers'>,
  cause: unknown,
): AdminError {
  const target = headers.get('location')
  const answer = target === null ? '' : ` and leads to ${withoutUserinfo(target)}`
  return new AdminError(
    `${withoutUserinfo(url)} answered ${status}${answer}, and not as a mock does; is ${new URL(url).origin} one?`,
    {
      status,
      cause,
    },
  )
}
