// A table whose user goes to the last page and back to the first.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

export const backAndForthByPage: CorrectClient = {
  does: 'leafs by number to the last page and back to the first',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const seen = new Map<string, Row>()
    const show = async (number: number): Promise<Page> => {
      const page = await get(config, listUrl(config, { page: number }))
      for (const row of page.data) seen.set(row.id, row)
      return page
    }
    let page = await show(1)
    while (page.current_page < page.last_page) page = await show(page.current_page + 1)
    while (page.current_page > 1) page = await show(page.current_page - 1)
    return [...seen.values()]
  },
}
