// Clients that take a short page for the last one.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const countByLength: Mistake = {
  rule: 'count-by-length',
  clients: [
    {
      does: 'goes on only as long as pages are full',
      edition: 'autocalls',
      world: { faults: [{ match: { nth: 2 }, effect: { type: 'short_page', rows: 6 } }] },
      run: async (config) => {
        const rows: Row[] = []
        let cursor: string | null = ''
        let isFull = true
        while (cursor !== null && isFull) {
          const body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
          isFull = body.data.length === config.perPage
        }
        return rows
      },
    },
    {
      does: 'takes a page without rows for the end',
      edition: 'nicecall',
      world: { faults: [{ match: { nth: 3 }, effect: { type: 'empty_page' } }] },
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await get(config, listUrl(config, { page }))
          if (body.data.length === 0) break
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
  ],
}
