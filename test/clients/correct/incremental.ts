// Reads everything once, and later only rows from the day of the newest row on.

import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const ROUNDS = 3
const PAUSE_MS = 10

export const incremental: CorrectClient = {
  does: 'walks everything once and then, to the end each time, what is new by `date_from`',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const known = new Map<string, Row>()
    let since: Config['filters'] = {}
    for (let round = 0; round < ROUNDS; round++) {
      const rows = await walk({ ...config, filters: { ...config.filters, ...since } })
      for (const row of rows) known.set(row.id, row)
      if (rows[0]) since = { date_from: rows[0].created_at.slice(0, 10) }
      await config.sleep(PAUSE_MS)
    }
    return [...known.values()]
  },
}

async function walk(config: Config): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1, last = 1; page <= last; page++) {
    const body = await get(config, listUrl(config, { page }))
    rows.push(...body.data)
    last = body.last_page
  }
  return rows
}
