// The requests that clients share: they read one page of the list, and retry while the API is busy
// or unavailable.

import type { Config, Row } from './client.ts'

/** The fields of a page that clients read. Each paginator has some of them. */
export type Page = {
  readonly data: readonly Row[]
  readonly current_page: number
  readonly last_page: number
  readonly total: number
  readonly next_page_url: string | null
  readonly next_cursor: string | null
  readonly prev_cursor: string | null
}

export class HttpError extends Error {
  override name = 'HttpError'
  readonly status: number
  constructor(status: number) {
    super(`the API answered ${status}`)
    this.status = status
  }
}

const MAX_ATTEMPTS = 6
const FIRST_WAIT_MS = 20
const transient: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

/** The URL of the list for a page or cursor, with the filters of the client's configuration. */
export function listUrl(
  { url, filters, perPage }: Config,
  position: { page?: number; cursor?: string } = {},
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...filters, per_page: perPage, ...position }))
    query.set(name, String(value))
  return `${url}/api/user/conversations?${query.toString()}`
}

/** Makes one attempt. It always reads the body, so that the connection can be used again. */
export const ask = (
  { token, during, dispatcher }: Config,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  signal: AbortSignal | null = null,
): Promise<Response> =>
  during(async () => {
    const response = await fetch(url, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${token}`, ...headers },
      signal,
      ...(dispatcher && { dispatcher }),
    })
    return new Response(await response.text(), {
      status: response.status,
      headers: response.headers,
    })
  })

const PATIENCE_MS = 400
const HANG_UP_MS = 5

/** Makes one attempt, which the client aborts when it takes too long. */
export async function impatient(config: Config, url: string): Promise<Page | undefined> {
  try {
    return await readPage(await ask(config, url, {}, AbortSignal.timeout(PATIENCE_MS)))
  } catch {
    // The mock notices the end of the connection a moment later.
    await config.sleep(HANG_UP_MS)
    return undefined
  }
}

/** Rejects with an HttpError for a failure that is final or does not end. */
export async function get(
  config: Config,
  url: string,
  headers?: Readonly<Record<string, string>>,
): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    const response = await ask(config, url, headers)
    const page = await readPage(response)
    if (page) return page
    if (!transient.has(response.status) || attempt === MAX_ATTEMPTS)
      throw new HttpError(response.status)
    await config.sleep(waitAfter(response, attempt))
  }
}

/** Undefined for a failure. */
export async function readPage(response: Response): Promise<Page | undefined> {
  const text = await response.text()
  return response.ok ? JSON.parse(text) : undefined
}

function waitAfter({ headers }: Response, attempt: number): number {
  const seconds = headers.get('Retry-After')
  return seconds === null ? FIRST_WAIT_MS * 2 ** attempt : Number(seconds) * 1000
}
