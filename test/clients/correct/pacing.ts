// Waits for the next minute when the rate limit is used up, before the API has to refuse.

import type { CorrectClient, Config, Row } from '../client.ts'
import { ask, get, listUrl, type Page, readPage } from '../http.ts'

const MINUTE_MS = 60_000

export const pacing: CorrectClient = {
  does: 'waits a minute when `X-RateLimit-Remaining` is 0',
  editions: ['autocalls', 'combined'],
  world: { rows: 90, rateLimit: 3 },
  run: async (config) => {
    const rows: Row[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const body = await getWithinLimit(config, listUrl(config, { cursor }))
      rows.push(...body.data)
      cursor = body.next_cursor
    }
    return rows
  },
}

async function getWithinLimit(config: Config, url: string): Promise<Page> {
  const response = await ask(config, url)
  const page = await readPage(response)
  if (page && response.headers.get('X-RateLimit-Remaining') === '0') await config.sleep(MINUTE_MS)
  if (page) return page
  await config.sleep(Number(response.headers.get('Retry-After') ?? 0.02) * 1000)
  return get(config, url)
}
