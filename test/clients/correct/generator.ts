// An async generator, as client libraries offer it.

import type { CorrectClient, Place, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const generator: CorrectClient = {
  does: 'is an async generator of rows by cursor',
  editions: ['autocalls', 'combined'],
  run: async (place) => {
    const rows: Row[] = []
    for await (const row of conversations(place)) rows.push(row)
    return rows
  },
}

async function* conversations(place: Place): AsyncGenerator<Row> {
  let cursor: string | null = ''
  do {
    const { data, next_cursor } = await get(place, listUrl(place, { cursor }))
    yield* data
    cursor = next_cursor
  } while (cursor !== null)
}
