// A table whose user goes to the last page and back to the first.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

export const backAndForthByCursor: CorrectClient = {
  does: 'leafs by `next_cursor` to the end and by `prev_cursor` back to the start',
  editions: ['autocalls', 'combined'],
  run: async (config) => {
    const seen = new Map<string, Row>()
    const show = async (cursor: string): Promise<Page> => {
      const page = await get(config, listUrl(config, { cursor }))
      for (const row of page.data) seen.set(row.id, row)
      return page
    }
    let page = await show('')
    while (page.next_cursor !== null) page = await show(page.next_cursor)
    while (page.prev_cursor !== null) page = await show(page.prev_cursor)
    return [...seen.values()]
  },
}
