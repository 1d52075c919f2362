// Walks the whole list again and again, like a job that runs every few minutes.

import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const ROUNDS = 3
const PAUSE_MS = 10

export const polling: CorrectClient = {
  does: 'walks everything again and again by cursor',
  editions: ['autocalls', 'combined'],
  run: async (config) => {
    let rows = await walk(config)
    for (let round = 1; round < ROUNDS; round++) {
      await config.sleep(PAUSE_MS)
      rows = await walk(config)
    }
    return rows
  },
}

async function walk(config: Config): Promise<readonly Row[]> {
  const first = await get(config, listUrl(config, { cursor: '' }))
  const rows = [...first.data]
  let cursor = first.next_cursor
  while (cursor !== null) {
    const page = await get(config, listUrl(config, { cursor }))
    rows.push(...page.data)
    cursor = page.next_cursor
  }
  return rows
}
