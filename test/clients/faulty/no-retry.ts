// Nothing more after the first 429.

import type { Mistake, Row } from '../client.ts'
import { ask, listUrl, readPage } from '../http.ts'
import type { World } from '../world.ts'

const limited: World = {
  faults: [{ match: { nth: 3 }, effect: { type: 'rate_limit', retry_after: 1 } }],
}

export const noRetry: Mistake = {
  rule: 'no-retry',
  clients: [
    {
      does: 'makes do with what it has when it is refused',
      edition: 'autocalls',
      world: limited,
      run: async (place) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await readPage(await ask(place, listUrl(place, { cursor })))
          if (!body) break
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
    {
      does: 'leaves out a page that is refused',
      edition: 'nicecall',
      world: limited,
      run: async (place) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await readPage(await ask(place, listUrl(place, { page })))
          if (!body) continue
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
  ],
}
