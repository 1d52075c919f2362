// Walks for each assistant, one after the other, and merges the rows by time.

import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'
import { assistantIds } from '../world.ts'

export const byAssistant: CorrectClient = {
  does: 'walks once for each `assistant_id`',
  editions: ['nicecall', 'aiployees', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for (const assistant_id of assistantIds)
      rows.push(...(await walk({ ...config, filters: { ...config.filters, assistant_id } })))
    return rows.toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  },
}

async function walk(config: Config): Promise<Row[]> {
  const rows: Row[] = []
  for (let page: number | null = 1; page !== null;) {
    const body = await get(config, listUrl(config, { page }))
    rows.push(...body.data)
    page = body.next_page_url === null ? null : page + 1
  }
  return rows
}
