// Walks the whole list again and again, like a job that runs every few minutes.

import type { CorrectClient, Place, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const ROUNDS = 3
const PAUSE_MS = 10

export const polling: CorrectClient = {
  does: 'walks everything again and again by cursor',
  editions: ['autocalls', 'combined'],
  run: async (place) => {
    let rows = await walk(place)
    for (let round = 1; round < ROUNDS; round++) {
      await place.sleep(PAUSE_MS)
      rows = await walk(place)
    }
    return rows
  },
}

async function walk(place: Place): Promise<readonly Row[]> {
  const first = await get(place, listUrl(place, { cursor: '' }))
  const rows = [...first.data]
  let cursor = first.next_cursor
  while (cursor !== null) {
    const page = await get(place, listUrl(place, { cursor }))
    rows.push(...page.data)
    cursor = page.next_cursor
  }
  return rows
}
