// The loop of most published clients: the first request has no cursor, and each answer gives the
// next one.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const cursorsFromFirstPage: CorrectClient = {
  does: 'asks without a cursor first and then with `next_cursor` until it is null',
  editions: ['autocalls', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    let cursor: string | null = null
    do {
      const body = await get(config, listUrl(config, cursor === null ? {} : { cursor }))
      rows.push(...body.data)
      cursor = body.next_cursor
    } while (cursor !== null)
    return rows
  },
}
