// Two walks with different filters at the same time.

import { conversationTypes } from '../../../src/dataset/dataset.ts'
import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const byTypeAtOnce: CorrectClient = {
  does: 'walks for every `type` at once',
  editions: ['autocalls', 'combined'],
  filters: {},
  run: async (config) => {
    const walks = conversationTypes.map((type) =>
      walk({ ...config, filters: { ...config.filters, type } }),
    )
    return (await Promise.all(walks))
      .flat()
      .toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  },
}

async function walk(config: Config): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const body = await get(config, listUrl(config, { cursor }))
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return rows
}
