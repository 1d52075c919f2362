// Shows a few rows at once and then fetches the whole list in larger pages, from its start.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const previewFirst: CorrectClient = {
  does: 'asks for five rows to show something, then for the whole list in larger pages',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    show((await get(config, listUrl({ ...config, perPage: 5 }))).data)
    const rows: Row[] = []
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get(config, listUrl(config, { page }))
      rows.push(...body.data)
      last = body.last_page
    }
    return rows
  },
}

const show = (rows: readonly Row[]): string => rows.map(({ id }) => id).join('\n')
