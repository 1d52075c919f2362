// Requests the next page before it works on the current one.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

const WORK_MS = 3

export const prefetching: CorrectClient = {
  does: 'asks for the next page while it works on this one',
  editions: ['autocalls', 'combined'],
  run: async (place) => {
    const rows: Row[] = []
    let coming: Promise<Page> | null = get(place, listUrl(place, { cursor: '' }))
    while (coming) {
      const { data, next_cursor }: Page = await coming
      coming = next_cursor === null ? null : get(place, listUrl(place, { cursor: next_cursor }))
      await place.sleep(WORK_MS)
      rows.push(...data)
    }
    return rows
  },
}
