// Follows next_page_url unchanged. This is right for a list without filters in pages of the default
// size.

import type { CorrectClient, Row } from '../client.ts'
import { get } from '../http.ts'

export const nextUrlAsIs: CorrectClient = {
  does: 'has neither filters nor `per_page` and follows `next_page_url` as it is',
  editions: ['nicecall', 'aiployees', 'combined'],
  filters: {},
  run: async (config) => {
    const rows: Row[] = []
    for (let url: string | null = `${config.url}/api/user/conversations`; url !== null;) {
      const body = await get(config, url)
      rows.push(...body.data)
      url = body.next_page_url
    }
    return rows
  },
}
