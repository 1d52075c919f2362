// Follows next_page_url, which has lost the filters, and puts them back.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const nextUrlWithFilters: CorrectClient = {
  does: 'follows `next_page_url` and adds filters and `per_page` again',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    const own = new URL(listUrl(config)).searchParams
    for (let url: string | null = listUrl(config); url !== null;) {
      const next = new URL(url)
      for (const [name, value] of own) next.searchParams.set(name, value)
      const body = await get(config, next.href)
      rows.push(...body.data)
      url = body.next_page_url
    }
    return rows
  },
}
