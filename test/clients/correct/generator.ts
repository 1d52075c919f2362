// An async generator, as client libraries offer it.

import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const generator: CorrectClient = {
  does: 'is an async generator of rows by cursor',
  editions: ['autocalls', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for await (const row of conversations(config)) rows.push(row)
    return rows
  },
}

async function* conversations(config: Config): AsyncGenerator<Row> {
  let cursor: string | null = ''
  do {
    const { data, next_cursor } = await get(config, listUrl(config, { cursor }))
    yield* data
    cursor = next_cursor
  } while (cursor !== null)
}
