// Requests the next page before it works on the current one.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

const WORK_MS = 3

export const prefetching: CorrectClient = {
  does: 'asks for the next page while it works on this one',
  editions: ['autocalls', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    let coming: Promise<Page> | null = get(config, listUrl(config, { cursor: '' }))
    while (coming) {
      const { data, next_cursor }: Page = await coming
      coming = next_cursor === null ? null : get(config, listUrl(config, { cursor: next_cursor }))
      await config.sleep(WORK_MS)
      rows.push(...data)
    }
    return rows
  },
}
