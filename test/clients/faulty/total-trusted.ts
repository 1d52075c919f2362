// Clients that trust the first page about the end, although rows have come since.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'
import type { World } from '../client.ts'
import { arrivals } from '../world.ts'

const growing: World = {
  rows: 40,
  perPage: 10,
  script: { steps: [{ after: 2, insert: arrivals(10) }] },
}

export const totalTrusted: Mistake = {
  rule: 'total-trusted',
  clients: [
    {
      does: 'remembers the `last_page` of the first answer',
      edition: 'nicecall',
      world: growing,
      run: async (config) => {
        const { data, last_page } = await get(config, listUrl(config, { page: 1 }))
        const rows = [...data]
        for (let page = 2; page <= last_page; page++)
          rows.push(...(await get(config, listUrl(config, { page }))).data)
        return rows
      },
    },
    {
      does: 'collects until it has as many rows as the first `total` said',
      edition: 'combined',
      world: growing,
      run: async (config) => {
        const { data, total } = await get(config, listUrl(config, { page: 1 }))
        const rows: Row[] = [...data]
        for (let page = 2; rows.length < total; page++) {
          const body = await get(config, listUrl(config, { page }))
          if (body.data.length === 0) break
          rows.push(...body.data)
        }
        return rows
      },
    },
  ],
}
