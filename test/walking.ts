// Clients of the emulated API that page to the end of a list over kept connections.

import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

export const LIST = '/api/user/conversations'

export type Asking = {
  readonly url: string
  readonly token?: string
  readonly query?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly agent?: Agent
}

export type Answered = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const shared = new Agent({ keepAlive: true, maxSockets: 64 })

/**
 * Sends a request without fetch(), because tests check each fetched answer against the contract,
 * and faults break it. Rejects when the connection breaks.
 */
export function ask({
  url,
  token = '',
  query = '',
  path = LIST,
  headers = {},
  agent = shared,
}: Asking): Promise<Answered> {
  const sent = { Authorization: `Bearer ${token}`, Accept: 'application/json', ...headers }
  return new Promise((resolve, reject) => {
    request(`${url}${path}${query}`, { headers: sent, agent }, (response) => {
      const { statusCode: status = 0, headers: received } = response
      text(response).then((body) => resolve({ status, headers: received, body }), reject)
    })
      .on('error', reject)
      .end()
  })
}

const Page = z.looseObject({
  data: z.array(z.looseObject({ id: z.string() })),
  total: z.int().optional(),
  next_page_url: z.string().nullish(),
  next_cursor: z.string().nullish(),
})
export type Page = z.infer<typeof Page>

export const toPage = ({ status, body }: Answered): Page => {
  if (status !== 200) throw new Error(`${status} ${body}`)
  return Page.parse(JSON.parse(body))
}

export const idsOf = ({ data }: Page): string[] => data.map(({ id }) => id)

type Walk = { readonly pages: readonly Page[]; readonly ids: readonly string[] }

const MAX_PAGES = 200

/** Requests pages until there is no next one. `nextOf` returns the query for the next page. */
async function walk(
  asking: Asking,
  first: string,
  nextOf: (page: Page, number: number) => string | undefined,
): Promise<Walk> {
  const pages: Page[] = []
  for (let query: string | undefined = first; query !== undefined && pages.length < MAX_PAGES;) {
    const page = toPage(await ask({ ...asking, query }))
    pages.push(page)
    query = nextOf(page, pages.length)
  }
  return { pages, ids: pages.flatMap(idsOf) }
}

export const walkByCursor = (asking: Asking, perPage = 15): Promise<Walk> =>
  walk(asking, `?per_page=${perPage}&cursor=`, ({ next_cursor }) =>
    next_cursor ? `?per_page=${perPage}&cursor=${encodeURIComponent(next_cursor)}` : undefined,
  )

export const walkByPage = (asking: Asking, perPage = 15): Promise<Walk> =>
  walk(asking, `?per_page=${perPage}&page=1`, ({ next_page_url }) =>
    next_page_url
      ? `?per_page=${perPage}&page=${new URL(next_page_url).searchParams.get('page')}`
      : undefined,
  )
