// Clients that request the next page without the filters.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const filtersLost: Mistake = {
  rule: 'filters-lost',
  clients: [
    {
      does: 'follows `next_page_url` as it is',
      edition: 'nicecall',
      world: { rows: 60, filters: { type: 'widget' } },
      run: async (config) => {
        const rows: Row[] = []
        for (let url: string | null = listUrl(config); url !== null;) {
          const body = await get(config, url)
          rows.push(...body.data)
          url = body.next_page_url
        }
        return rows
      },
    },
    {
      does: 'follows `next_page_url` as it is, and waits when that is refused with 429',
      edition: 'nicecall',
      world: {
        rows: 60,
        filters: { type: 'widget' },
        faults: [{ match: { nth: 2 }, effect: { type: 'rate_limit', retry_after: 1 } }],
      },
      run: async (config) => {
        const rows: Row[] = []
        for (let url: string | null = listUrl(config); url !== null;) {
          const body = await get(config, url)
          rows.push(...body.data)
          url = body.next_page_url
        }
        return rows
      },
    },
    {
      does: 'repeats only the cursor',
      edition: 'autocalls',
      world: { rows: 60, filters: { type: 'widget' } },
      run: async (config) => {
        const rows: Row[] = []
        for (let url: string | null = listUrl(config); url !== null;) {
          const body = await get(config, url)
          rows.push(...body.data)
          url =
            body.next_cursor && `${config.url}/api/user/conversations?cursor=${body.next_cursor}`
        }
        return rows
      },
    },
    {
      does: 'adds the filters to `next_page_url` again, but not `per_page`',
      edition: 'combined',
      world: { rows: 60, filters: { type: 'widget' } },
      run: async (config) => {
        const rows: Row[] = []
        for (let url: string | null = listUrl(config, { cursor: '' }); url !== null;) {
          const body = await get(config, url)
          rows.push(...body.data)
          url = body.next_page_url && `${body.next_page_url}&type=${config.filters.type}`
        }
        return rows
      },
    },
    {
      does: 'has another `type` from the third page on',
      edition: 'nicecall',
      world: { rows: 90 },
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const type = page < 3 ? 'widget' : 'whatsapp'
          const body = await get(config, listUrl({ ...config, filters: { type } }, { page }))
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
  ],
}
