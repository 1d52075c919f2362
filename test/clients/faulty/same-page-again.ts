// Clients whose loop does not move to the next page.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

const MAX_REQUESTS = 6

export const samePageAgain: Mistake = {
  rule: 'same-page-again',
  clients: [
    {
      does: 'forgets to take the cursor of the new answer',
      edition: 'autocalls',
      run: async (config) => {
        let body = await get(config, listUrl(config))
        const rows = [...body.data]
        const cursor = body.next_cursor ?? ''
        for (let requests = 1; body.next_cursor !== null && requests < MAX_REQUESTS; requests++) {
          body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
        }
        return rows
      },
    },
    {
      does: 'adds one to the number of the first page each time',
      edition: 'nicecall',
      run: async (config) => {
        const first = await get(config, listUrl(config, { page: 1 }))
        const rows = [...first.data]
        let body = first
        for (let requests = 1; body.next_page_url !== null && requests < MAX_REQUESTS; requests++) {
          body = await get(config, listUrl(config, { page: first.current_page + 1 }))
          rows.push(...body.data)
        }
        return rows
      },
    },
    {
      does: 'takes `prev_cursor` where there is one, else `next_cursor`',
      edition: 'autocalls',
      run: async (config) => {
        const rows: Row[] = []
        let cursor: string | null = ''
        for (let requests = 0; cursor !== null && requests < 12; requests++) {
          const body: Page = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.prev_cursor ?? body.next_cursor
        }
        return rows
      },
    },
  ],
}
