// Calls of the admin API.

import type { FieldError } from '../admin/failure.ts'

/** A call that the mock refused, or that did not reach it. */
export class AdminError extends Error {
  override name = 'AdminError'
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number
  /** What is wrong with which field; may be empty. */
  readonly errors: readonly FieldError[]

  constructor(message: string, { status = 0, errors = [], cause }: { status?: number; errors?: readonly FieldError[]; cause?: unknown }) {
    super(message, { cause })
    this.status = status
    this.errors = errors
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>

export type Call = {
  readonly query?: Query
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** A status of failure whose body is the answer all the same. */
  readonly accept?: number
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Http = ReturnType<typeof createHttp>

export type Scope = {
  readonly http: Http
  /** Origin of the server. */
  readonly url: string
  /** Undefined: the whole server. */
  readonly user: number | undefined
  /** Aborted when the handle is closed. */
  readonly closing: AbortSignal
}

/** All functions throw an AdminError. Paths are those below /__admin. */
export function createHttp(url: string, adminToken: string) {
  let wasReached = false
  return { send, call, find }

  async function send(method: Method, path: string, { query = {}, body, headers, signal, accept }: Call = {}): Promise<Response> {
    const response = await fetch(`${url}/__admin${path}${toSearch(query)}`, {
      method,
      headers: { Authorization: `Bearer ${adminToken}`, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((error: unknown) => {
      throw unreachable(url, error, wasReached)
    })
    wasReached = true
    if (response.ok || response.status === accept) return response
    const { message, errors } = await readJson<{ message: string; errors: readonly FieldError[] }>(response)
    throw new AdminError(message, { status: response.status, errors })
  }

  /** T is what the route answers; null for nothing. */
  async function call<T>(method: Method, path: string, options?: Call): Promise<T> {
    return readJson<T>(await send(method, path, options))
  }

  /** Undefined for a 404. */
  async function find<T>(path: string, query: Query = {}): Promise<T | undefined> {
    try {
      return await call<T>('GET', path, { query })
    } catch (error) {
      if (error instanceof AdminError && error.status === 404) return undefined
      throw error
    }
  }
}

/** What OpenSSL makes of an answer in plain HTTP. */
const NOT_TLS: ReadonlySet<unknown> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])

function toSearch(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? '' : `?${search.toString()}`
}

function unreachable(url: string, error: unknown, wasReached: boolean): AdminError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof Error && 'code' in cause && NOT_TLS.has(cause.code))
    return new AdminError(`the mock at ${url} does not speak https; try ${url.replace(/^https/i, 'http')}`, { cause: error })
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
  return new AdminError(`the mock at ${url} does not answer (${reason}); ${wasReached ? 'it may have been closed' : 'is it running?'}`, {
    cause: error,
  })
}

/** Throws for the answer of something that is no mock, such as a proxy before it. */
async function readJson<T>(response: Response): Promise<T> {
  const { status, url } = response
  const text = await response.text()
  try {
    const value: T = JSON.parse(text || 'null')
    return value
  } catch (cause) {
    throw new AdminError(`${url} answered ${status}, and not as a mock does; is ${new URL(url).origin} one?`, { status, cause })
  }
}
