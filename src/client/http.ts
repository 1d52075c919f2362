// HTTP calls of the admin API.

import type { FieldError } from '../admin/failure.ts'
import type { Incoming } from '../transport/direct.ts'
import { AdminError, unreachable, notAMock } from './admin-error.ts'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export type Call = {
  readonly query?: Query
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** An error status that this call takes as a normal answer. */
  readonly accept?: number
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Received = Pick<Incoming, 'status' | 'headers' | 'text'>

/**
 * Sends a request. Browsers use fetch(); Node.js uses node:http, because tests often replace
 * fetch().
 */
type Transport<Answer extends Received> = (
  url: string,
  request: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly signal?: AbortSignal
    readonly redirect: 'manual'
  },
) => Promise<Answer>

export type Http<Answer extends Received> = ReturnType<typeof createHttp<Answer>>

export type Scope = {
  readonly http: Http<Incoming>
  /** Origin of the server. */
  readonly url: string
  /** Undefined means the whole server. */
  readonly user: number | undefined
  /** Aborts when the handle is closed. */
  readonly closing: AbortSignal
}

/** Limits for calls of a URL that may not belong to a mock. */
export type Limits = {
  /** The time for all calls together; undefined means no limit. */
  readonly milliseconds?: number
  /** The most bytes of one answer. */
  readonly bytes?: number
}

/** All functions throw an AdminError. Paths are relative to /__admin. */
export function createHttp<Answer extends Received>(
  url: string,
  adminToken: string,
  transport: Transport<Answer>,
  { milliseconds, bytes = Infinity }: Limits = {},
) {
  // oxlint-disable-next-line no-restricted-properties -- only the command line has a deadline, and browsers have this timer alone
  const deadline = milliseconds === undefined ? undefined : AbortSignal.timeout(milliseconds)
  let wasReached = false
  return { send, call, find }

  async function send(
    method: Method,
    path: string,
    { query = {}, body, headers, signal = deadline, accept }: Call = {},
  ): Promise<Answer> {
    const target = toTarget(path, query)
    const response = await transport(target, {
      method,
      headers: {
        Authorization: `Bearer ${adminToken}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      // A mock never redirects, so a redirect comes from another server.
      redirect: 'manual',
    }).catch(explain)
    wasReached = true
    const { status } = response
    if ((status >= 200 && status < 300) || status === accept) return response
    const refusal = await readJson<Partial<Refusal> | null>(target, response)
    if (!isRefusal(refusal)) throw notAMock(target, response, new Error('no refusal of a mock'))
    throw new AdminError(refusal.message, { status, errors: refusal.errors })
  }

  /** T is the type of the answer; null for an empty body. */
  async function call<T>(method: Method, path: string, options: Call = {}): Promise<T> {
    return readJson<T>(toTarget(path, options.query), await send(method, path, options))
  }

  function toTarget(path: string, query: Query = {}): string {
    return `${url}/__admin${path}${toSearch(query)}`
  }

  async function readJson<T>(target: string, response: Answer): Promise<T> {
    const text = await response.text(bytes).catch(explain)
    try {
      if (text === undefined) throw new Error(`more than ${bytes} bytes`)
      const value: T = JSON.parse(text || 'null')
      return value
    } catch (cause) {
      throw notAMock(target, response, cause)
    }
  }

  function explain(error: unknown): never {
    throw unreachable(
      url,
      deadline?.aborted === true ? new Error(`not within ${(milliseconds ?? 0) / 1000} s`) : error,
      wasReached,
    )
  }

  /** Gives undefined when the mock answers 404. */
  async function find<T>(path: string, query: Query = {}): Promise<T | undefined> {
    try {
      return await call<T>('GET', path, { query })
    } catch (error) {
      if (error instanceof AdminError && error.status === 404) return undefined
      throw error
    }
  }
}

function toSearch(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? '' : `?${search.toString()}`
}

type Refusal = { readonly message: string; readonly errors: readonly FieldError[] }

/** Only a mock refuses with a body of this shape. */
const isRefusal = (value: Partial<Refusal> | null): value is Refusal =>
  typeof value?.message === 'string' && Array.isArray(value.errors)
