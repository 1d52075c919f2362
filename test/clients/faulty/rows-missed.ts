// Clients that leave out a page although they request the pages around it.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const WORKERS = 3
const OLD_SIZE = 5

export const rowsMissed: Mistake = {
  rule: 'rows-missed',
  clients: [
    {
      does: 'adds one to the page before the first request',
      edition: 'nicecall',
      world: { rows: 55 },
      run: async (config) => {
        const rows: Row[] = []
        let page = 1
        for (let last = 2; page < last;) {
          const body = await get(config, listUrl(config, { page: ++page }))
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
    {
      does: 'adds one to the page in two places and retries each page once more',
      edition: 'aiployees',
      world: { rows: 75 },
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 2; page <= 6; page += 2) {
          await get(config, listUrl(config, { page }))
          rows.push(...(await get(config, listUrl(config, { page }))).data)
        }
        return rows
      },
    },
    {
      does: 'works out the number of the next page with the size of before',
      edition: 'combined',
      world: { rows: 50, perPage: 10 },
      run: async (config) => {
        const rows: Row[] = []
        let hasMore = true
        while (hasMore) {
          const body = await get(
            config,
            listUrl(config, { page: Math.floor(rows.length / OLD_SIZE) + 1 }),
          )
          rows.push(...body.data)
          hasMore = body.next_page_url !== null
        }
        return rows
      },
    },
    {
      does: 'shares the pages among workers, of whom one loses a page',
      edition: 'combined',
      world: { rows: 95 },
      run: async (config) => {
        const first = await get(config, listUrl(config, { page: 1 }))
        const queue = Array.from({ length: first.last_page - 1 }, (_, index) => index + 2)
        queue.splice(4, 1)
        const parts = await Promise.all(
          Array.from({ length: WORKERS }, () => readAll(config, queue)),
        )
        return [...first.data, ...parts.flat()]
      },
    },
  ],
}

async function readAll(config: Config, queue: number[]): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = queue.shift(); page !== undefined; page = queue.shift())
    rows.push(...(await get(config, listUrl(config, { page }))).data)
  return rows
}
