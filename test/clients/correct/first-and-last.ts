// Jumps to pages like a user who clicks on the number of the last page.

import type { CorrectClient } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const firstAndLast: CorrectClient = {
  does: 'reads the first page and jumps to the last',
  editions: ['nicecall', 'aiployees', 'combined'],
  collects: (ids, perPage) => [
    ...ids.slice(0, perPage),
    ...ids.slice(Math.floor((ids.length - 1) / perPage) * perPage),
  ],
  run: async (config) => {
    const first = await get(config, listUrl(config))
    const last = await get(config, listUrl(config, { page: first.last_page }))
    return [...first.data, ...last.data]
  },
}
