// Clients that retry at the same fast rate while the API is down.

import type { Mistake, Row } from '../client.ts'
import { ask, impatient, listUrl, type Page, readPage } from '../http.ts'

const MAX_ATTEMPTS = 8
const WAIT_MS = 150

export const retryStorm: Mistake = {
  rule: 'retry-storm',
  clients: [
    {
      does: 'asks again at once as long as the API answers 503',
      edition: 'nicecall',
      world: {
        faults: [{ match: { page: 2 }, times: 4, effect: { type: 'status', status: 503 } }],
      },
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          let body: Page | undefined
          for (let attempt = 1; !body && attempt <= MAX_ATTEMPTS; attempt++)
            body = await readPage(await ask(config, listUrl(config, { page })))
          rows.push(...(body?.data ?? []))
          last = body?.last_page ?? 0
        }
        return rows
      },
    },
    {
      does: 'waits for always the same time after 429 without `Retry-After`',
      edition: 'autocalls',
      world: {
        faults: [
          { match: { cursor: true }, times: 4, effect: { type: 'rate_limit', form: 'missing' } },
        ],
      },
      run: async (config) => {
        const rows: Row[] = []
        let url: string | null = listUrl(config)
        for (let attempts = 0; url !== null && attempts < MAX_ATTEMPTS; attempts++) {
          const body = await readPage(await ask(config, url))
          if (!body) {
            await config.sleep(WAIT_MS)
            continue
          }
          rows.push(...body.data)
          url = body.next_cursor && listUrl(config, { cursor: body.next_cursor })
          attempts = 0
        }
        return rows
      },
    },
    {
      does: 'waits 1 ms, then 2, then 4: as good as nothing',
      edition: 'nicecall',
      world: {
        faults: [{ match: { page: 2 }, times: 6, effect: { type: 'status', status: 502 } }],
      },
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          let body: Page | undefined
          for (let attempt = 0; !body && attempt < MAX_ATTEMPTS; attempt++) {
            body = await readPage(await ask(config, listUrl(config, { page })))
            if (!body) await config.sleep(2 ** attempt)
          }
          rows.push(...(body?.data ?? []))
          last = body?.last_page ?? 0
        }
        return rows
      },
    },
    {
      does: 'asks eight times for a filter that is refused',
      edition: 'combined',
      run: async (config) => {
        const url = listUrl({ ...config, filters: { assistant_id: NaN } })
        for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
          const body = await readPage(await ask(config, url))
          if (body) return body.data
        }
        return []
      },
    },
    {
      does: 'asks eight times at once when its own timeout is over',
      edition: 'autocalls',
      world: {
        faults: [
          { match: { cursor: true }, times: 8, effect: { type: 'delay', milliseconds: 2000 } },
        ],
      },
      run: async (config) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          let body: Page | undefined
          for (let attempt = 1; !body && attempt <= MAX_ATTEMPTS; attempt++)
            body = await impatient(config, listUrl(config, { cursor }))
          rows.push(...(body?.data ?? []))
          cursor = body?.next_cursor ?? null
        }
        return rows
      },
    },
  ],
}
