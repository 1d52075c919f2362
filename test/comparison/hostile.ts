// An API that pages as a test wants.

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import * as z from 'zod'

export type Asked = {
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly path: string
}

export type Answered = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Sends a body that is no text as JSON. Confirms every preferred edition. */
export async function startApi(answer: (asked: Asked) => Answered) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    asked.push({ query: searchParams, headers: request.headers, path: pathname })
    const {
      status = 200,
      headers = {},
      body = {},
    } = answer({ query: searchParams, headers: request.headers, path: pathname })
    // The answers get the header of a fault. Without it, fetch() in tests checks them against the
    // contract.
    const own = {
      'X-Mock-Fault': 'hostile',
      'Preference-Applied': String(request.headers['prefer'] ?? ''),
    }
    response
      .writeHead(status, { ...own, ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type TestRow = ReturnType<typeof rowOf>

export const rowOf = (id: string) => ({
  id,
  assistant_id: 'a1',
  assistant_name: 'Support',
  type: 'widget',
  message_count: 3,
  total_cost: 0.004,
  ai_enabled: true,
  created_at: '2025-01-25 14:30:00',
  updated_at: '2025-01-25 14:45:22',
})

export const rowsOf = (ids: string): TestRow[] =>
  ids.split(' ').flatMap((id) => (id === '' ? [] : [rowOf(id)]))

type Lists = { readonly page: readonly object[]; readonly cursor: readonly object[] }

/** Answers as both generations do, each with its own rows. */
export function answerFrom({ page, cursor }: Lists): (asked: Asked) => Answered {
  return ({ query, headers }) => {
    const isPage = String(headers['x-mock-walk']).startsWith('compare-page-')
    const rows = isPage ? page : cursor
    const size = Number(query.get('per_page'))
    const start = isPage ? (Number(query.get('page')) - 1) * size : Number(query.get('cursor'))
    const data = rows.slice(start, start + size)
    const hasMore = start + size < rows.length
    return {
      body: isPage
        ? {
            data,
            total: rows.length,
            next_page_url: hasMore ? `https://elsewhere.example/?page=${start / size + 2}` : null,
          }
        : { data, next_cursor: hasMore ? String(start + size) : null },
    }
  }
}
