// Clients that stop before the end of the list.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const MAX_PAGES = 3
const USUAL_SIZE = 50

export const stoppedEarly: Mistake = {
  rule: 'stopped-early',
  clients: [
    {
      does: 'counts up to the last page but not with it',
      edition: 'nicecall',
      world: { rows: 45, perPage: 5 },
      isHiddenByNewRows: true,
      run: async (config) => {
        const rows: Row[] = []
        let last = 2
        for (let page = 1; page < last; page++) {
          const body = await get(config, listUrl(config, { page }))
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
    {
      does: 'still has the limit of three pages from its first trial',
      edition: 'autocalls',
      world: { rows: 45, perPage: 5 },
      run: async (config) => {
        const rows: Row[] = []
        let cursor: string | null = ''
        for (let page = 1; cursor !== null && page <= MAX_PAGES; page++) {
          const body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
    {
      does: 'begins without a cursor and follows `next_cursor` only once',
      edition: 'combined',
      world: { rows: 45, perPage: 5 },
      run: async (config) => {
        const first = await get(config, listUrl(config))
        const { data } = await get(config, listUrl(config, { cursor: first.next_cursor ?? '' }))
        return [...first.data, ...data]
      },
    },
    {
      does: 'counts up to the last page but not with it, where another size would fit',
      edition: 'combined',
      world: { rows: 46, perPage: 15 },
      run: async (config) => {
        const rows: Row[] = []
        let last = 2
        for (let page = 1; page < last; page++) {
          const body = await get(config, listUrl(config, { page }))
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
    {
      does: 'never says `per_page` and divides `total` by 50',
      edition: 'nicecall',
      world: { rows: 170 },
      run: async (config) => {
        const rows: Row[] = []
        let pages = 1
        for (let page = 1; page <= pages; page++) {
          const body = await get(config, `${config.url}/api/user/conversations?page=${page}`)
          rows.push(...body.data)
          pages = Math.ceil(body.total / USUAL_SIZE)
        }
        return rows
      },
    },
  ],
}
