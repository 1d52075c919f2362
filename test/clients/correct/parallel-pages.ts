// Requests all known pages at once, and then the pages that were added meanwhile.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const parallelPages: CorrectClient = {
  does: 'asks for the first page, then for all others at once, then for those added meanwhile',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for (let fetched = 0, last = 1; fetched < last;) {
      const numbers = Array.from({ length: last - fetched }, (_, index) => fetched + 1 + index)
      const pages = await Promise.all(numbers.map((page) => get(config, listUrl(config, { page }))))
      rows.push(...pages.flatMap(({ data }) => data))
      fetched = last
      last = Math.max(...pages.map(({ last_page }) => last_page))
    }
    return rows
  },
}
