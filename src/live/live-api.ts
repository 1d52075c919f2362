// A client for any live API. It only reads: it sends GET, HEAD and OPTIONS, one request at a time,
// within a budget.
//
//     const api = openLiveApi({ url, token, option: '--live', budget: { requests: 40, milliseconds: 600_000 }, pause: 250 })
//     const { status, headers, text } = await api.ask({ query: { per_page: '1' } })
//
// Every failure is a LiveError. No error contains the token, and answers show `***` in its place.

import { performance, sleep } from '../clock/real-time.ts'
import { LIST_PATH } from '../editions.ts'
import { readVersion } from '../system/assets.ts'
import { parseAddress } from './address.ts'
import { LiveError } from './live-error.ts'
import { createVeil } from './veil.ts'
import { waitAfter, waitText } from './waiting.ts'
import {
  type Limits,
  type LiveAnswer,
  isCut,
  type Request,
  type Connection,
  type Received,
  send,
  stopped,
  fail,
} from './request.ts'

export type LiveOptions = {
  /** An origin, with or without the path of the list. */
  readonly url: string
  readonly token: string
  /** The option that holds the URL, for messages. */
  readonly option: string
  readonly allowsPlainHttp?: boolean
  /** The limit for all requests together, including repeated ones. */
  readonly budget?: Budget
  /** Milliseconds between two requests, by default 0. */
  readonly pause?: number
  /** Stops all requests when aborted. */
  readonly signal?: AbortSignal | undefined
  /** Receives a line about each long wait. */
  readonly notify?: Notify | undefined
  /** Waits the given number of milliseconds; tests replace it. */
  readonly wait?: ((milliseconds: number, signal?: AbortSignal) => Promise<unknown>) | undefined
  /**
   * Limits for one answer: the seconds until it is complete, its size in bytes, and the longest
   * wait that it may ask for.
   */
  readonly limits?: Partial<Limits>
}

export type Budget = { readonly requests: number; readonly milliseconds: number }

export type Notify = (line: string) => void

export type Question = {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS'
  /** The path after the API's URL, by default the list's. */
  readonly path?: string
  /** A text is sent unchanged. */
  readonly query?: string | Readonly<Record<string, string>>
  /** Headers besides Authorization, Accept-Encoding and User-Agent. */
  readonly headers?: Readonly<Record<string, string>>
  /** A token that replaces the API's; null sends no token. */
  readonly token?: string | null
}

export type LiveApi = {
  /** The origin and prefix of the API, without the path of its list. */
  readonly base: string
  /** The option that holds the URL. */
  readonly option: string
  /**
   * Resolves to the answer. After a 429 or 503 it waits and tries again. Rejects with a LiveError.
   */
  ask(question?: Question): Promise<LiveAnswer>
  requests(): number
}

const MAX_RETRIES = 5
const UNNOTICED_MS = 2000
const DEFAULT_LIMITS: Limits = { seconds: 30, bytes: 8 * 1024 * 1024, waitSeconds: 60 }
const UNBOUNDED: Budget = { requests: Infinity, milliseconds: Infinity }

/** Throws a LiveError for an unusable URL or token. It sends no request. */
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

  /**
   * Sends a request, and repeats it when the connection breaks. A server may close an idle
   * connection just when the client uses it again.
   */
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

  /** Waits for the pause. Throws a LiveError when the budget allows no further request. */
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

const sleepUntil = (milliseconds: number, signal?: AbortSignal): Promise<unknown> =>
  sleep(milliseconds, undefined, signal && { signal })

/** This check comes first, because an error of Node.js would show the token. */
function requireSendable(token: string): void {
  if (!/^[!-~]+$/.test(token))
    throw new LiveError('the token must be visible ASCII characters, as a header carries them')
}
