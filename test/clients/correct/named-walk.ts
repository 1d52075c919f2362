// Names the walk of each request in a header.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const namedWalk: CorrectClient = {
  does: 'names its walk in `X-Mock-Walk`',
  editions: ['nicecall', 'combined'],
  run: async (config) => {
    const headers = { 'X-Mock-Walk': `nightly-${crypto.randomUUID()}` }
    const rows: Row[] = []
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get(config, listUrl(config, { page }), headers)
      rows.push(...body.data)
      last = body.last_page
    }
    return rows
  },
}
