// Follows the URLs of the combined edition by cursor. They lack the filters, so the client adds
// them.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const cursorUrlWithFilters: CorrectClient = {
  does: 'follows the `next_page_url` of a list by cursor and adds filters and `per_page` again',
  editions: ['combined'],
  run: async (config) => {
    const rows: Row[] = []
    let url: string | null = listUrl(config, { cursor: '' })
    while (url !== null) {
      const body = await get(config, url)
      rows.push(...body.data)
      const cursor = body.next_page_url && new URL(body.next_page_url).searchParams.get('cursor')
      url = cursor ? listUrl(config, { cursor }) : null
    }
    return rows
  },
}
