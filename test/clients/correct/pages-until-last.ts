// A loop over pages that reads the last page number from every answer.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const pagesUntilLast: CorrectClient = {
  does: 'counts pages up to `last_page`, which it reads from every answer',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get(config, listUrl(config, { page }))
      rows.push(...body.data)
      last = body.last_page
    }
    return rows
  },
}
