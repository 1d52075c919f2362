// One request to a live API: sends it and reads the answer within the limits.

import { clearTimeout, setTimeout } from '../clock/real-time.ts'
import { codeOf, reasonOf } from '../system/system-errors.ts'
import { requestDirectly } from '../transport/direct.ts'
import { createHeaders, type LiveHeaders } from './headers.ts'
import { LiveError, type LiveErrorKind } from './live-error.ts'
import type { Veil } from './veil.ts'

export type Limits = {
  readonly seconds: number
  readonly bytes: number
  readonly waitSeconds: number
}

export type LiveAnswer = {
  /** The client follows no redirect, so the status may be 3xx. */
  readonly status: number
  readonly headers: LiveHeaders
  readonly bytes: Buffer
  readonly text: string
  /** The URL of the request. */
  readonly url: string
  /** The number of requests that it took: after a 429 or 503 the client tries again. */
  readonly requests: number
}

export const isCut = (error: unknown): boolean =>
  error instanceof LiveError && ['ECONNRESET', 'EPIPE'].includes(codeOf(error.cause) ?? '')

export type Request = {
  readonly method: string
  readonly url: string
  readonly shownUrl: string
  readonly headers: Readonly<Record<string, string>>
}

export type Connection = {
  readonly limits: Limits
  readonly signal: AbortSignal | undefined
  readonly veil: Veil
  readonly option: string
}

export type Received = Omit<LiveAnswer, 'requests'>

export async function send(request: Request, connection: Connection): Promise<Received> {
  const { limits, signal, veil, option } = connection
  // AbortSignal.timeout() would stay in memory until its time is over: thousands of them in a long
  // walk.
  const ending = new AbortController()
  const end = (): void => ending.abort()
  const timer = setTimeout(end, limits.seconds * 1000)
  signal?.addEventListener('abort', end)
  try {
    const { method, url, shownUrl, headers } = request
    const response = await requestDirectly(url, { method, headers, signal: ending.signal })
    const received = await response.bytes(limits.bytes)
    if (received === undefined) throw new Error(`it goes on after ${limits.bytes} bytes`)
    const plain = received.toString()
    const text = veil(plain)
    return {
      status: response.status,
      headers: createHeaders(response.rawHeaders, veil),
      bytes: text === plain ? received : Buffer.from(text),
      text,
      url: shownUrl,
    }
  } catch (error) {
    if (signal?.aborted) throw stopped(request)
    const reason = ending.signal.aborted ? `not within ${limits.seconds} s` : reasonOf(error)
    const message = veil(`has no answer (${reason}); is it running, and is ${option} right?`)
    throw fail(request, message, 'failed', error)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}

export const stopped = (request: Request): LiveError =>
  fail(request, 'is not waited for: it was stopped', 'stopped')

export const fail = (
  { method, shownUrl }: Request,
  message: string,
  kind: LiveErrorKind = 'failed',
  cause?: unknown,
): LiveError => new LiveError(`${method} ${shownUrl} ${message}`, { kind, cause })
