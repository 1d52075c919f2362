// Shows the newest conversations and needs no others.

import type { CorrectClient } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const onePage: CorrectClient = {
  does: 'reads the first page only',
  editions: ['nicecall', 'aiployees', 'autocalls', 'combined'],
  noted: ['never-paged'],
  collects: (ids, perPage) => ids.slice(0, perPage),
  run: async (config) => (await get(config, listUrl(config))).data,
}
