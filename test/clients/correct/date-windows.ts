// Reads a month in windows of some days, so that no list grows long.

import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const windows = [
  { date_from: '2025-01-22', date_to: '2025-01-31' },
  { date_from: '2025-01-15', date_to: '2025-01-21' },
  { date_from: '2025-01-08', date_to: '2025-01-14' },
  { date_from: '2025-01-01', date_to: '2025-01-07' },
]

export const dateWindows: CorrectClient = {
  does: 'walks a month in windows of `date_from` and `date_to`',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for (const window of windows)
      rows.push(...(await walk({ ...config, filters: { ...config.filters, ...window } })))
    return rows
  },
}

async function walk(config: Config): Promise<Row[]> {
  const rows: Row[] = []
  let hasMore = true
  for (let page = 1; hasMore; page++) {
    const body = await get(config, listUrl(config, { page }))
    rows.push(...body.data)
    hasMore = body.current_page < body.last_page
  }
  return rows
}
