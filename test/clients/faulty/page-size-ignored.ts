// Clients that request one page size and count with another.

import type { Mistake, Row } from '../client.ts'
import { get, HttpError, listUrl } from '../http.ts'

export const pageSizeIgnored: Mistake = {
  rule: 'page-size-ignored',
  clients: [
    {
      does: 'asks for 500 rows a page, and for 100 after the refusal',
      edition: 'nicecall',
      run: async (config) => {
        try {
          return (await get(config, listUrl({ ...config, perPage: 500 }))).data
        } catch (error) {
          if (!(error instanceof HttpError) || error.status !== 422) throw error
          return (await get(config, listUrl({ ...config, perPage: 100 }))).data
        }
      },
    },
    {
      does: 'asks for larger pages from the second on',
      edition: 'aiployees',
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await get(
            config,
            listUrl({ ...config, perPage: page === 1 ? 5 : 10 }, { page }),
          )
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
  ],
}
