// Starts Laravel applications that no edition and no switch describes.

import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import * as z from 'zod'
import {
  calibrate,
  type CalibrateOptions,
  type Calibration,
} from '../../src/calibration/calibrate.ts'

export type Traits = {
  readonly rows?: readonly object[]
  readonly paginator?: 'page' | 'cursor'
  /** Returns the query for the URLs of other pages. */
  readonly carried?: (query: URLSearchParams) => string
  /** Replaces a whole list. */
  readonly shape?: (list: Record<string, unknown>) => unknown
  readonly cursorOf?: (row: object) => object
  /** Returns the error messages by field for a query. */
  readonly validate?: (query: URLSearchParams) => Record<string, string[]>
  readonly perPage?: (query: URLSearchParams) => number
  readonly filter?: (row: object, query: URLSearchParams) => boolean
  /** Returns an answer that replaces the list. */
  readonly answer?: (request: IncomingMessage, url: URL) => Reply | undefined
  readonly path?: (request: IncomingMessage) => string
  readonly headers?: Readonly<Record<string, string>>
}

export type Reply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

export const messages = (fields: readonly string[], text = 'The field is invalid.') =>
  Object.fromEntries(fields.map((field) => [field, [text]]))

export const rowsOfTimes = (...times: readonly string[]): object[] =>
  times.map((time, index) => ({ id: `u${index}`, created_at: time, updated_at: time }))

const DEFAULT_ROWS = rowsOfTimes(
  '2025-01-03 10:00:00',
  '2025-01-02 10:00:00',
  '2025-01-01 10:00:00',
)

/** Runs calibrate() against such an application. */
export async function calibrateOther(
  traits: Traits,
  options: Partial<CalibrateOptions> = {},
): Promise<Calibration> {
  const server = createServer((request, response) => {
    const { status, headers, body } = reply(request, traits)
    // The answers get the header of a fault. Without it, fetch() in tests checks them against the
    // contract.
    response.writeHead(status, {
      'X-Mock-Fault': 'other',
      'Content-Type': 'application/json',
      ...traits.headers,
      ...headers,
    })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  try {
    const live = `http://127.0.0.1:${port}`
    return await calibrate({ live, token: 'token-of-the-account', pause: 0, ...options })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

function reply(request: IncomingMessage, traits: Traits): Reply {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const own = traits.answer?.(request, url)
  if (own) return own
  if (request.headers.authorization !== 'Bearer token-of-the-account')
    return { status: 401, body: { message: 'Unauthenticated.' } }
  if (url.pathname !== '/api/user/conversations')
    return { status: 404, body: { message: 'The route could not be found.' } }
  const errors = traits.validate?.(url.searchParams) ?? {}
  const [first] = Object.values(errors).flat()
  if (first !== undefined) return { status: 422, body: { message: first, errors } }
  const list = listOf(request, url, traits)
  return { status: 200, body: traits.shape?.(list) ?? list }
}

function listOf(request: IncomingMessage, url: URL, traits: Traits): Record<string, unknown> {
  const { searchParams: query } = url
  const rows = (traits.rows ?? DEFAULT_ROWS).filter((row) => traits.filter?.(row, query) ?? true)
  const size = traits.perPage?.(query) ?? Number(query.get('per_page') ?? 15)
  const path = traits.path?.(request) ?? url.origin + url.pathname
  const carried = traits.carried?.(query) ?? ''
  const linkTo = (position: string): string => `${path}?${carried}${position}`
  const data = rows.slice(0, size)
  if (traits.paginator === 'cursor') {
    const last = data.at(-1)
    const next =
      last && rows.length > size
        ? Buffer.from(
            JSON.stringify({ ...traits.cursorOf?.(last), _pointsToNextItems: true }),
          ).toString('base64url')
        : null
    return {
      data,
      path,
      per_page: size,
      next_cursor: next,
      next_page_url: next && linkTo(`cursor=${next}`),
      prev_cursor: null,
      prev_page_url: null,
    }
  }
  return {
    current_page: Number(query.get('page') ?? 1),
    data,
    first_page_url: linkTo('page=1'),
    last_page: 1,
    links: [{ url: null, label: '&laquo; Previous', active: false }],
    next_page_url: null,
    path,
    per_page: size,
    prev_page_url: null,
    total: rows.length,
  }
}
