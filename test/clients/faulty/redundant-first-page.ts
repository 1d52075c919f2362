// Clients that request the first page again between the others.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const redundantFirstPage: Mistake = {
  rule: 'redundant-first-page',
  clients: [
    {
      does: 'asks how many pages there are before every page',
      edition: 'nicecall',
      run: async (config) => {
        const countPages = async (): Promise<number> =>
          (await get(config, listUrl(config))).last_page
        const rows: Row[] = []
        for (let page = 1; page <= (await countPages()); page++)
          rows.push(...(await get(config, listUrl(config, { page }))).data)
        return rows
      },
    },
    {
      does: 'looks for new rows on the first page after every other',
      edition: 'autocalls',
      run: async (config) => {
        const rows = new Map<string, Row>()
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await get(config, listUrl(config, { cursor }))
          const newest = await get(config, listUrl(config))
          for (const row of [...newest.data, ...body.data]) rows.set(row.id, row)
          cursor = body.next_cursor
        }
        return [...rows.values()]
      },
    },
  ],
}
