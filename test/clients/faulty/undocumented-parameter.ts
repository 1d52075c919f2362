// Clients that send parameters that only another edition knows, or none.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const undocumentedParameter: Mistake = {
  rule: 'undocumented-parameter',
  clients: [
    {
      does: 'filters by `date_from` where only cursors are documented',
      edition: 'autocalls',
      world: { filters: { date_from: '2025-01-03' } },
      run: (config) => walkByCursor(config, listUrl(config)),
    },
    {
      does: 'filters by `external_identifier` where only pages are documented',
      edition: 'nicecall',
      world: { filters: { external_identifier: 'order-12040' } },
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await get(config, listUrl(config, { page }))
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
    {
      does: 'says `limit` for `per_page`',
      edition: 'autocalls',
      run: (config) =>
        walkByCursor(config, `${config.url}/api/user/conversations?limit=${config.perPage}`),
    },
  ],
}

async function walkByCursor(config: Config, list: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const body = await get(config, `${list}&cursor=${cursor}`)
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return rows
}
