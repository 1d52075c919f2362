// Clients that request a page after the last one.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

export const pageBeyondLast: Mistake = {
  rule: 'page-beyond-last',
  clients: [
    {
      does: 'asks on until a page is empty',
      edition: 'nicecall',
      run: async (config) => {
        const rows: Row[] = []
        let page = 0
        let body: Page
        do {
          body = await get(config, listUrl(config, { page: ++page }))
          rows.push(...body.data)
        } while (body.data.length > 0)
        return rows
      },
    },
    {
      does: 'takes `floor(total / per_page) + 1` for the number of pages',
      edition: 'combined',
      world: { rows: 40, perPage: 10 },
      isHiddenByNewRows: true,
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, pages = 1; page <= pages; page++) {
          const body = await get(config, listUrl(config, { page }))
          rows.push(...body.data)
          pages = Math.floor(body.total / config.perPage) + 1
        }
        return rows
      },
    },
  ],
}
