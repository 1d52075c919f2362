// The calls that search, follow and verify requests in the journal.

import type { Incoming } from '../transport/direct.ts'
import { followEvents } from './event-stream.ts'
import type { Query, Scope } from './http.ts'
import { VerificationError } from './verification.ts'
import type {
  RequestEntry,
  RequestFilter,
  RequestInFull,
  RequestQuery,
  SentResponse,
  Times,
  Verification,
} from './wire.ts'

export type RequestControl = {
  list(query?: RequestQuery): Promise<RequestEntry[]>
  count(query?: RequestFilter): Promise<number>
  /** Resolves to undefined when the journal does not hold the request, or no longer holds it. */
  find(id: number): Promise<RequestInFull | undefined>
  /** The answer; undefined when the journal no longer keeps it, or when the mock sent nothing. */
  response(id: number): Promise<SentResponse | undefined>
  /** Removes all requests and resolves to their number. */
  clear(): Promise<number>
  /**
   * Yields requests as clients make them. It starts when the first entry is awaited, or after the
   * entry with the id `after`; 0 means the oldest entry in the journal. After a broken connection
   * it continues at the same place. It ends when `signal` aborts or the handle is closed, and
   * rejects when the mock stays unreachable.
   */
  stream(
    query?: StreamQuery,
    options?: { signal?: AbortSignal },
  ): AsyncIterableIterator<RequestEntry>
}

export type RequestVerifier = {
  /**
   * Resolves to the newest 20 of the requests that match. Rejects with a VerificationError that
   * shows the requests that almost match. Without `times` one matching request is enough.
   */
  verify(request: RequestFilter, times?: Times): Promise<RequestEntry[]>
}

type StreamQuery = RequestFilter & Pick<RequestQuery, 'after'>

const CONFLICT = 409

export function createRequestControl({ http, user, closing }: Scope): RequestControl {
  const scoped = (query: RequestQuery = {}): Query =>
    toQuery(user === undefined ? query : { ...query, user })
  return {
    list: async (query) =>
      (await http.call<{ requests: RequestEntry[] }>('GET', '/requests', { query: scoped(query) }))
        .requests,
    count: async (query) =>
      (await http.call<{ count: number }>('GET', '/requests/count', { query: scoped(query) }))
        .count,
    find: (id) => http.find<RequestInFull>(`/requests/${id}`),
    response: (id) => http.find<SentResponse>(`/requests/${id}/response`),
    clear: async () =>
      (await http.call<{ removed: number }>('DELETE', '/requests', { query: { user } })).removed,
    stream,
  }

  async function* stream(
    { after, ...filter }: StreamQuery = {},
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<RequestEntry> {
    const signal = options.signal ? AbortSignal.any([closing, options.signal]) : closing
    let start = after
    for await (const { name, data } of followEvents({ open, signal })) {
      if (name !== 'request') continue
      const entry: RequestEntry = JSON.parse(data)
      yield entry
    }

    /**
     * The first connection also names an entry to continue after. If it breaks before the first
     * event, the stream misses no entry.
     */
    async function open(lastId: string | undefined): Promise<Incoming> {
      start ??= await findNewest(signal)
      const headers = { Accept: 'text/event-stream', 'Last-Event-ID': lastId ?? String(start) }
      return http.send('GET', '/requests/stream', { query: scoped(filter), headers, signal })
    }
  }

  async function findNewest(signal: AbortSignal): Promise<number> {
    const { requests } = await http.call<{ requests: RequestEntry[] }>('GET', '/requests', {
      query: { limit: 1 },
      signal,
    })
    return requests[0]?.id ?? 0
  }
}

export function createVerify({ http, user }: Scope): RequestVerifier['verify'] {
  return async (request, times = { at_least: 1 }) => {
    const verification = await http.call<Verification>('POST', '/requests/verify', {
      query: { user },
      body: { request, ...times },
      accept: CONFLICT,
    })
    if (!verification.verified) throw new VerificationError(verification)
    return verification.requests
  }
}

/** In a query string null is an empty text, and a parameter is written `parameter.type=widget`. */
function toQuery({ parameters = {}, status, ...fields }: RequestQuery): Query {
  const named = Object.entries(parameters).map(([name, value]) => [
    `parameter.${name}`,
    value ?? '',
  ])
  const others = Object.entries({
    ...fields,
    status: Array.isArray(status) ? status.join(',') : status,
  })
  return Object.fromEntries([
    ...others.map(([name, value]) => [name, value === null ? '' : value]),
    ...named,
  ])
}
