// A job that reads some pages, saves the cursor, and goes on when it is started again.

import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const PAGES_A_RUN = 2
const PAUSE_MS = 30

export const resumable: CorrectClient = {
  does: 'stops after two pages and goes on from the saved cursor later',
  editions: ['autocalls', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for (let saved: string | null = ''; saved !== null;) {
      saved = await work(config, saved, rows)
      await config.sleep(PAUSE_MS)
    }
    return rows
  },
}

async function work(config: Config, saved: string, rows: Row[]): Promise<string | null> {
  let cursor: string | null = saved
  for (let pages = 0; pages < PAGES_A_RUN && cursor !== null; pages++) {
    const body = await get(config, listUrl(config, { cursor }))
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return cursor
}
