// Clients that request one page size and count with another.

import type { Mistake, Row } from '../client.ts'
import { get, HttpError, listUrl } from '../http.ts'

const USUAL_SIZE = 50

export const pageSizeIgnored: Mistake = {
  rule: 'page-size-ignored',
  clients: [
    {
      does: 'asks for 500 rows a page, and for 100 after the refusal',
      edition: 'nicecall',
      run: async (place) => {
        try {
          return (await get(place, listUrl({ ...place, perPage: 500 }))).data
        } catch (error) {
          if (!(error instanceof HttpError) || error.status !== 422) throw error
          return (await get(place, listUrl({ ...place, perPage: 100 }))).data
        }
      },
    },
    {
      does: 'asks for larger pages from the second on',
      edition: 'aiployees',
      run: async (place) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await get(
            place,
            listUrl({ ...place, perPage: page === 1 ? 5 : 10 }, { page }),
          )
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
      run: async (place) => {
        const rows: Row[] = []
        let pages = 1
        for (let page = 1; page <= pages; page++) {
          const body = await get(place, `${place.url}/api/user/conversations?page=${page}`)
          rows.push(...body.data)
          pages = Math.ceil(body.total / USUAL_SIZE)
        }
        return rows
      },
    },
  ],
}
