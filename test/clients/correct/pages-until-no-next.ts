// The simplest loop over pages: it goes on while there is a next one.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

export const pagesUntilNoNext: CorrectClient = {
  does: 'counts pages up until `next_page_url` is null',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    let page = 0
    let body: Page
    do {
      body = await get(config, listUrl(config, { page: ++page }))
      rows.push(...body.data)
    } while (body.next_page_url !== null)
    return rows
  },
}
