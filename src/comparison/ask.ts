// One list from an API that may be anybody's, asked for again when it says when.

import * as z from 'zod'
import { clearTimeout, realNow, setTimeout, sleep } from '../clock/real-time.ts'
import { reasonOf } from '../system/system-errors.ts'
import { type Incoming, requestDirectly } from '../transport/direct.ts'
import { ComparisonError } from './comparison-error.ts'
import { type List, parseList } from './list.ts'

export type ListRequest = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The option that its token came from. */
  readonly tokenOption: string
  /** Lets so many milliseconds pass. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
  /** Hears of a wait that people would wonder at. */
  readonly notify?: Notify | undefined
}

/** One line for people. */
export type Notify = (line: string) => void

export type ListAnswer = {
  readonly list: List
  readonly headers: Incoming['headers']
  /** How often it was asked for. */
  readonly requests: number
}

const MAX_RETRIES = 5
const MAX_WAIT_SECONDS = 60
const FIRST_WAIT_MS = 250
const UNNOTICED_MS = 2000
const TIMEOUT_MS = 90_000
const MAX_BYTES = 64 * 1024 * 1024

/** Throws a ComparisonError. */
export async function askForList(request: ListRequest): Promise<ListAnswer> {
  for (let requests = 1; ; requests++) {
    const { response, text } = await send(request)
    const { status, headers } = response
    if (status === 200) return { list: requireList(request, response, text), headers, requests }
    if (status !== 429 && status !== 503) throw refused(request, response, text)
    if (requests > MAX_RETRIES)
      throw fail(request, `still answers ${status} when asked ${requests} times; try again later`)
    const { wait = sleep, notify } = request
    const milliseconds = waitAfter(request, response, requests)
    if (milliseconds > UNNOTICED_MS) notify?.(waitText(milliseconds, headers))
    await wait(milliseconds)
  }
}

type Received = { readonly response: Incoming; readonly text: string }

async function send({ url, headers }: ListRequest): Promise<Received> {
  // AbortSignal.timeout() would be held until its time has come, by thousands in a long walk.
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), TIMEOUT_MS)
  try {
    const response = await requestDirectly(url, { headers, signal: late.signal })
    const text = await response.text(MAX_BYTES)
    if (text === undefined) throw new Error(`it goes on after ${MAX_BYTES} bytes`)
    return { response, text }
  } catch (error) {
    const reason = late.signal.aborted ? `not within ${TIMEOUT_MS / 1000} s` : reasonOf(error)
    throw new ComparisonError(
      `GET ${url} has no answer (${reason}); is it running, and is --url right?`,
      { cause: error },
    )
  } finally {
    clearTimeout(timer)
  }
}

/** In milliseconds. Without a word of the server each wait is twice the one before. */
function waitAfter(request: ListRequest, { status, headers }: Incoming, requests: number): number {
  const seconds = secondsOf(headers.get('retry-after'))
  if (seconds === undefined) return FIRST_WAIT_MS * 2 ** (requests - 1)
  if (seconds <= MAX_WAIT_SECONDS) return seconds * 1000
  throw fail(
    request,
    `answers ${status} and asks to wait ${Math.ceil(seconds)} s, longer than the ${MAX_WAIT_SECONDS} s that are waited; try later`,
  )
}

function waitText(milliseconds: number, headers: Incoming['headers']): string {
  const isSaid = secondsOf(headers.get('retry-after')) !== undefined
  return `waiting ${Math.ceil(milliseconds / 1000)} s, ${isSaid ? 'as the API asked' : 'since the API refuses and does not say how long'}`
}

/** Seconds, or a date; undefined for neither. */
function secondsOf(text: string | null): number | undefined {
  if (text === null) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const time = /[a-z]/i.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(time) ? undefined : Math.max(0, (time - realNow()) / 1000)
}

function requireList(request: ListRequest, { headers }: Incoming, text: string): List {
  const origin = new URL(request.url).origin
  try {
    const list = parseList(text)
    if (list) return list
  } catch (cause) {
    const type = headers.get('content-type')?.split(';')[0] ?? 'no type'
    throw fail(
      request,
      `answers 200 with ${type} that is no JSON; is ${origin} the API, and not its web page?`,
      cause,
    )
  }
  throw fail(
    request,
    `answers 200 with JSON that is no list of conversations; is ${origin} this API?`,
  )
}

function refused(
  request: ListRequest,
  { status, headers }: Incoming,
  text: string,
): ComparisonError {
  const said = messageIn(text)
  const answer = `answers ${status}${said === undefined ? '' : ` (${said})`}`
  if (status === 401 || status === 403)
    return fail(request, `${answer}; check ${request.tokenOption}`)
  if (status === 422) return fail(request, `${answer}; correct the filters`)
  if (status >= 300 && status < 400)
    return fail(
      request,
      `${answer} and leads to ${headers.get('location') ?? 'nowhere'}; check --url`,
    )
  if (status === 404) return fail(request, `${answer}; check --url`)
  return fail(request, `${answer}; both walks need every page, so try again when it answers 200`)
}

const Message = z.object({ message: z.string().min(1) })

/** The message in Laravel's errors. */
function messageIn(text: string): string | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data?.message.slice(0, 300)
  } catch {
    return undefined
  }
}

const fail = ({ url }: ListRequest, message: string, cause?: unknown): ComparisonError =>
  new ComparisonError(`GET ${url} ${message}`, { cause })
