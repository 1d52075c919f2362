// The client of an API that may be anybody's. It reads and never writes: GET, HEAD and OPTIONS, one after the other, within a budget.
//
//     const api = openLiveApi({ url, token, option: '--live', budget: { requests: 40, milliseconds: 600_000 }, pause: 250 })
//     const { status, headers, text } = await api.ask({ query: { per_page: '1' } })
//
// Every failure is a LiveError. The token is in no error, and `***` stands for it in answers.

import { clearTimeout, performance, setTimeout, sleep } from '../clock/real-time.ts'
import { LIST_PATH } from '../editions.ts'
import { readVersion } from '../system/assets.ts'
import { codeOf, reasonOf } from '../system/system-errors.ts'
import { requestDirectly } from '../transport/direct.ts'
import { parseAddress } from './address.ts'
import { createHeaders, type LiveHeaders } from './headers.ts'
import { LiveError, type LiveErrorKind } from './live-error.ts'
import { createVeil, type Veil } from './veil.ts'
import { waitAfter, waitText } from './waiting.ts'

export type LiveOptions = {
  /** An origin, with or without the path of the API. */
  readonly url: string
  readonly token: string
  /** The option that the URL came from. */
  readonly option: string
  readonly allowsPlainHttp?: boolean
  /** Of all questions together, repeated ones included. */
  readonly budget?: Budget
  /** Milliseconds between two requests. */
  readonly pause?: number
  /** Ends everything. */
  readonly signal?: AbortSignal | undefined
  /** Hears of waits that people would wonder at. */
  readonly notify?: Notify | undefined
  /** Lets so many milliseconds pass. */
  readonly wait?: ((milliseconds: number, signal?: AbortSignal) => Promise<unknown>) | undefined
  /** For one answer: seconds until it is whole, its bytes, and the longest wait that it may ask for. */
  readonly limits?: Partial<Limits>
}

export type Budget = { readonly requests: number; readonly milliseconds: number }

/** One line for people. */
export type Notify = (line: string) => void

export type Limits = {
  readonly seconds: number
  readonly bytes: number
  readonly waitSeconds: number
}

export type Question = {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS'
  /** By default the list's. It stands behind the URL of the API. */
  readonly path?: string
  /** Text goes as it is. */
  readonly query?: string | Readonly<Record<string, string>>
  /** Besides Authorization, Accept-Encoding and User-Agent. */
  readonly headers?: Readonly<Record<string, string>>
  /** Another token than the API's, or none. */
  readonly token?: string | null
}

export type LiveAnswer = {
  /** A redirect is an answer like any other. */
  readonly status: number
  readonly headers: LiveHeaders
  readonly bytes: Buffer
  readonly text: string
  /** The URL that was asked. */
  readonly url: string
  /** How often, because 429 and 503 ask to come back. */
  readonly requests: number
}

export type LiveApi = {
  /** Where the API lies, without its path. */
  readonly base: string
  /** The option that it came from. */
  readonly option: string
  /** Resolves to any answer but 429 and 503, which are asked again when they say. Rejects with a LiveError. */
  ask(question?: Question): Promise<LiveAnswer>
  /** Requests so far. */
  requests(): number
}

const MAX_RETRIES = 5
const UNNOTICED_MS = 2000
const DEFAULT_LIMITS: Limits = { seconds: 30, bytes: 8 * 1024 * 1024, waitSeconds: 60 }
const UNBOUNDED: Budget = { requests: Infinity, milliseconds: Infinity }

/** Throws a LiveError for a URL or a token that cannot be used; nothing is sent yet. */
export function openLiveApi(options: LiveOptions): LiveApi {
  const { token, signal, wait = sleepUntil, notify, pause = 0, budget = UNBOUNDED } = options
  const base = parseAddress(options.url, options)
  requireSendable(token)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const veil = createVeil(token)
  const connection: Connection = { limits, signal, veil, option: options.option }
  const start = performance.now()
  let sent = 0

  return { base, option: options.option, ask, requests: () => sent }

  async function ask(question: Question = {}): Promise<LiveAnswer> {
    const request = toRequest(question)
    for (let requests = 1; ; requests++) {
      await prepare(request)
      const answer = await sendAgain(request)
      if (answer.status !== 429 && answer.status !== 503) return { ...answer, requests }
      if (requests > MAX_RETRIES)
        throw fail(
          request,
          `still answers ${answer.status} when asked ${requests} times; try again later`,
        )
      await waitFor(request, answer, requests)
    }
  }

  /** A server may end a connection that was kept just when it is used again. */
  async function sendAgain(request: Request): Promise<Received> {
    sent++
    try {
      return await send(request, connection)
    } catch (error) {
      if (!isCut(error) || sent >= budget.requests) throw error
    }
    sent++
    return await send(request, connection)
  }

  function toRequest({ method = 'GET', path = LIST_PATH, query = '', ...rest }: Question): Request {
    const text = typeof query === 'string' ? query : new URLSearchParams(query).toString()
    const url = `${base}${path}${text === '' ? '' : `?${text}`}`
    const bearer = rest.token === undefined ? token : rest.token
    const headers = {
      'User-Agent': `conversations-mock/${readVersion()}`,
      'Accept-Encoding': 'identity',
      ...(bearer !== null && { Authorization: `Bearer ${bearer}` }),
      ...rest.headers,
    }
    return { method, url, shownUrl: veil(url), headers }
  }

  /** The pause, and whether the budget allows another request. */
  async function prepare(request: Request): Promise<void> {
    if (sent >= budget.requests)
      throw fail(request, `would be more than ${budget.requests} requests, the budget`, 'budget')
    if (sent > 0 && pause > 0) await pass(request, pause)
    requireTime(request, 0)
    if (signal?.aborted) throw stopped(request)
  }

  async function waitFor(request: Request, answer: Received, requests: number): Promise<void> {
    const time = waitAfter(answer.headers.get('retry-after'), requests)
    if (time.milliseconds > limits.waitSeconds * 1000)
      throw fail(
        request,
        `answers ${answer.status} and asks to wait ${Math.ceil(time.milliseconds / 1000)} s, longer than the ${limits.waitSeconds} s that are waited; try later`,
        'budget',
      )
    requireTime(request, time.milliseconds)
    if (time.milliseconds > UNNOTICED_MS) notify?.(waitText(time))
    await pass(request, time.milliseconds)
  }

  function requireTime(request: Request, milliseconds: number): void {
    if (performance.now() - start + milliseconds <= budget.milliseconds) return
    const seconds = Math.round(budget.milliseconds / 1000)
    throw fail(request, `would take longer than ${seconds} s, the budget of time`, 'budget')
  }

  async function pass(request: Request, milliseconds: number): Promise<void> {
    try {
      await wait(milliseconds, signal)
    } catch (error) {
      if (signal?.aborted) throw stopped(request)
      throw error
    }
  }
}

const isCut = (error: unknown): boolean =>
  error instanceof LiveError && ['ECONNRESET', 'EPIPE'].includes(codeOf(error.cause) ?? '')

const sleepUntil = (milliseconds: number, signal?: AbortSignal): Promise<unknown> =>
  sleep(milliseconds, undefined, signal && { signal })

/** Node.js would repeat the token in its complaint. */
function requireSendable(token: string): void {
  if (!/^[!-~]+$/.test(token))
    throw new LiveError('the token must be visible ASCII characters, as a header carries them')
}

type Request = {
  readonly method: string
  readonly url: string
  readonly shownUrl: string
  readonly headers: Readonly<Record<string, string>>
}

type Connection = {
  readonly limits: Limits
  readonly signal: AbortSignal | undefined
  readonly veil: Veil
  readonly option: string
}

type Received = Omit<LiveAnswer, 'requests'>

async function send(request: Request, connection: Connection): Promise<Received> {
  const { limits, signal, veil, option } = connection
  // AbortSignal.timeout() would be held until its time has come, by thousands in a long walk.
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

const stopped = (request: Request): LiveError =>
  fail(request, 'is not waited for: it was stopped', 'stopped')

const fail = (
  { method, shownUrl }: Request,
  message: string,
  kind: LiveErrorKind = 'failed',
  cause?: unknown,
): LiveError => new LiveError(`${method} ${shownUrl} ${message}`, { kind, cause })
