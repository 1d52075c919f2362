// Clients in different styles that make mistakes after a failed answer.

import type { Mistake, Row } from '../client.ts'
import { ask, get, listUrl, type Page, readPage } from '../http.ts'

export const refusals: readonly Mistake[] = [
  {
    rule: 'no-retry',
    clients: [
      {
        does: 'settles all pages at once and keeps those that were fulfilled',
        edition: 'combined',
        world: {
          rows: 65,
          faults: [{ match: { page: 4 }, times: 1, effect: { type: 'status', status: 502 } }],
        },
        run: async (config) => {
          const first = await get(config, listUrl(config, { page: 1 }))
          const rest = await Promise.allSettled(
            Array.from({ length: first.last_page - 1 }, async (_, index) => {
              const body = await readPage(await ask(config, listUrl(config, { page: index + 2 })))
              if (!body) throw new Error('no page')
              return body
            }),
          )
          const kept = rest.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
          return [first, ...kept].flatMap(({ data }) => data)
        },
      },
      {
        does: 'catches whatever happens on the way and returns what it has',
        edition: 'nicecall',
        world: {
          faults: [{ match: { nth: 3 }, effect: { type: 'status', status: 500 } }],
        },
        run: async (config) => {
          const rows: Row[] = []
          try {
            for (let page = 1, last = 1; page <= last; page++) {
              const response = await ask(config, listUrl(config, { page }))
              if (!response.ok) throw new Error('no page')
              const body: Page = JSON.parse(await response.text())
              rows.push(...body.data)
              last = body.last_page
            }
          } catch {
            return rows
          }
          return rows
        },
      },
    ],
  },
  {
    rule: 'retry-storm',
    clients: [
      {
        does: 'repeats a filter that is refused, and goes on after failures between the refusals',
        edition: 'nicecall',
        world: {
          faults: [{ match: { every: 3 }, times: 3, effect: { type: 'status', status: 503 } }],
        },
        run: async (config) => {
          for (let attempt = 1; attempt <= 9; attempt++)
            await ask(config, listUrl({ ...config, filters: {} }) + '&type=none')
          return []
        },
      },
      {
        does: 'calls itself again after a failure, down to seven levels',
        edition: 'autocalls',
        world: {
          faults: [{ match: { cursor: true }, times: 5, effect: { type: 'status', status: 500 } }],
        },
        run: async (config) => {
          const fetchPage = async (cursor: string, depth = 0): Promise<Page | undefined> => {
            const body = await readPage(await ask(config, listUrl(config, { cursor })))
            return body || depth === 7 ? body : fetchPage(cursor, depth + 1)
          }
          const rows: Row[] = []
          for (let cursor: string | null = ''; cursor !== null;) {
            const body: Page | undefined = await fetchPage(cursor)
            rows.push(...(body?.data ?? []))
            cursor = body?.next_cursor ?? null
          }
          return rows
        },
      },
      {
        does: 'looks every 5 ms whether the page is there at last',
        edition: 'combined',
        world: {
          faults: [{ match: { page: 3 }, times: 8, effect: { type: 'status', status: 503 } }],
        },
        run: async (config) => {
          const rows: Row[] = []
          for (let page = 1, last = 1; page <= last;) {
            const body = await readPage(await ask(config, listUrl(config, { page })))
            rows.push(...(body?.data ?? []))
            last = body?.last_page ?? last
            if (body) page++
            else await config.sleep(5)
          }
          return rows
        },
      },
    ],
  },
  {
    rule: 'retry-too-early',
    clients: [
      {
        does: 'reads the date in `Retry-After` as a number, which is none',
        edition: 'nicecall',
        world: {
          faults: [
            { match: { nth: 2 }, effect: { type: 'rate_limit', retry_after: 2, form: 'date' } },
          ],
        },
        run: async (config) => {
          const rows: Row[] = []
          for (let page = 1, last = 1; page <= last;) {
            const response = await ask(config, listUrl(config, { page }))
            const body = await readPage(response)
            if (body) {
              rows.push(...body.data)
              last = body.last_page
              page++
            } else {
              await config.sleep((Number(response.headers.get('Retry-After')) || 0.1) * 1000)
            }
          }
          return rows
        },
      },
    ],
  },
]
