// Clients that send requests although the API has said that it will refuse them.

import type { Mistake, Row } from '../client.ts'
import { ask, get, listUrl, readPage } from '../http.ts'
import type { World } from '../client.ts'

const DONE = 'done'

const limited: World = { rows: 120, perPage: 10, rateLimit: 5 }

export const rateLimitIgnored: Mistake = {
  rule: 'rate-limit-ignored',
  clients: [
    {
      does: 'shares a key among three lists and tries the next list when one is refused',
      edition: 'autocalls',
      world: limited,
      run: async (config) => {
        let lists = (['widget', 'whatsapp', 'api'] as const).map((type) => ({ type, cursor: '' }))
        const rows: Row[] = []
        while (lists.length > 0) {
          let wait = 0
          for (const list of lists) {
            const response = await ask(
              config,
              listUrl({ ...config, filters: { type: list.type } }, { cursor: list.cursor }),
            )
            const body = await readPage(response)
            wait = Math.max(wait, Number(response.headers.get('Retry-After')) * 1000)
            if (!body) continue
            rows.push(...body.data)
            list.cursor = body.next_cursor ?? DONE
          }
          lists = lists.filter(({ cursor }) => cursor !== DONE)
          if (wait > 0) await config.sleep(wait)
        }
        return rows
      },
    },
    {
      does: 'puts a refused page aside and tries all others before it waits',
      edition: 'nicecall',
      world: limited,
      isHiddenByNewRows: true,
      run: async (config) => {
        const first = await get(config, listUrl(config, { page: 1 }))
        const rows: Row[] = [...first.data]
        let open = Array.from({ length: first.last_page - 1 }, (_, index) => index + 2)
        while (open.length > 0) {
          const refused: number[] = []
          let wait = 0
          for (const page of open) {
            const response = await ask(config, listUrl(config, { page }))
            const body = await readPage(response)
            if (body) rows.push(...body.data)
            else refused.push(page)
            wait = Math.max(wait, Number(response.headers.get('Retry-After')) * 1000)
          }
          if (refused.length > 0) await config.sleep(wait)
          open = refused
        }
        return rows
      },
    },
    {
      does: 'has workers of which each learns of the limit by itself',
      edition: 'combined',
      world: { rows: 300, perPage: 10, rateLimit: 8 },
      run: async (config) => {
        const first = await get(config, listUrl(config, { page: 1 }))
        const queue = Array.from({ length: first.last_page - 1 }, (_, index) => index + 2)
        const workers = [1, 2, 3, 4].map(async () => {
          const rows: Row[] = []
          for (let page = queue.shift(); page !== undefined; page = queue.shift())
            rows.push(
              ...((await readPage(await ask(config, listUrl(config, { page }))))?.data ?? []),
            )
          return rows
        })
        return [...first.data, ...(await Promise.all(workers)).flat()]
      },
    },
  ],
}
