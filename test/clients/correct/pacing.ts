// Waits for the next minute when the rate limit is used up, before the API has to refuse.

import type { CorrectClient, Place, Row } from '../client.ts'
import { ask, get, listUrl, type Page, readPage } from '../http.ts'

const MINUTE_MS = 60_000

export const pacing: CorrectClient = {
  does: 'waits a minute when `X-RateLimit-Remaining` is 0',
  editions: ['autocalls', 'combined'],
  world: { rows: 90, rateLimit: 3 },
  run: async (place) => {
    const rows: Row[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const body = await getWithinLimit(place, listUrl(place, { cursor }))
      rows.push(...body.data)
      cursor = body.next_cursor
    }
    return rows
  },
}

async function getWithinLimit(place: Place, url: string): Promise<Page> {
  const response = await ask(place, url)
  const page = await readPage(response)
  if (page && response.headers.get('X-RateLimit-Remaining') === '0') await place.sleep(MINUTE_MS)
  if (page) return page
  await place.sleep(Number(response.headers.get('Retry-After') ?? 0.02) * 1000)
  return get(place, url)
}
