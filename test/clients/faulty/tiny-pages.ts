// Clients that send many requests where a few would be enough.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const tinyPages: Mistake = {
  rule: 'tiny-pages',
  clients: [
    {
      does: 'fetches a thousand rows nine by nine',
      edition: 'nicecall',
      world: { rows: 1010, perPage: 9 },
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await get(config, listUrl(config, { page }))
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
    {
      does: 'fetches a thousand rows five by five, by cursor',
      edition: 'autocalls',
      world: { rows: 1010, perPage: 5 },
      run: async (config) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
  ],
}
