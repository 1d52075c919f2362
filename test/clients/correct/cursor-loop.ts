// The simplest loop by cursor: it begins with an empty cursor and ends when an answer gives none.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const cursorLoop: CorrectClient = {
  does: 'asks with `next_cursor` until it is null',
  editions: ['autocalls', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const body = await get(config, listUrl(config, { cursor }))
      rows.push(...body.data)
      cursor = body.next_cursor
    }
    return rows
  },
}
