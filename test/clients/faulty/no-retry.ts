// Clients that give up after the first 429.

import type { Mistake, Row } from '../client.ts'
import { ask, impatient, listUrl, readPage } from '../http.ts'
import type { World } from '../client.ts'

const limited: World = {
  faults: [{ match: { nth: 3 }, effect: { type: 'rate_limit', retry_after: 1 } }],
}

const away: World = {
  faults: [{ match: { nth: 3 }, effect: { type: 'status', status: 503 } }],
}
const late: World = {
  faults: [{ match: { nth: 3 }, effect: { type: 'delay', milliseconds: 3000 } }],
}

export const noRetry: Mistake = {
  rule: 'no-retry',
  clients: [
    {
      does: 'makes do with what it has when it is refused',
      edition: 'autocalls',
      world: limited,
      run: async (config) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await readPage(await ask(config, listUrl(config, { cursor })))
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
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await readPage(await ask(config, listUrl(config, { page })))
          if (!body) continue
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
    {
      does: 'takes a 503 for the end of the list',
      edition: 'autocalls',
      world: away,
      run: async (config) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await readPage(await ask(config, listUrl(config, { cursor })))
          rows.push(...(body?.data ?? []))
          cursor = body?.next_cursor ?? null
        }
        return rows
      },
    },
    {
      does: 'leaves out a page that is answered 503',
      edition: 'combined',
      world: away,
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await readPage(await ask(config, listUrl(config, { page })))
          rows.push(...(body?.data ?? []))
          last = body?.last_page ?? last
        }
        return rows
      },
    },
    {
      does: 'takes its own timeout for the end of the list',
      edition: 'autocalls',
      world: late,
      run: async (config) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await impatient(config, listUrl(config, { cursor }))
          rows.push(...(body?.data ?? []))
          cursor = body?.next_cursor ?? null
        }
        return rows
      },
    },
    {
      does: 'leaves out a page that takes too long',
      edition: 'nicecall',
      world: late,
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await impatient(config, listUrl(config, { page }))
          rows.push(...(body?.data ?? []))
          last = body?.last_page ?? last
        }
        return rows
      },
    },
  ],
}
