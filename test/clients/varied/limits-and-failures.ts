// Clients with a limit that looks like another mistake, and mistakes that failures hide.

import type { Mistake, Row } from '../client.ts'
import { ask, get, listUrl, type Page, readPage } from '../http.ts'

const busy = { match: { every: 4 }, effect: { type: 'status', status: 503 } } as const

export const limitsAndFailures: readonly Mistake[] = [
  {
    rule: 'stopped-early',
    clients: [
      {
        does: 'has a limit of four pages, where four pages of another size would be all',
        edition: 'nicecall',
        world: { rows: 57, perPage: 10 },
        isHiddenByNewRows: true,
        run: async (config) => {
          const rows: Row[] = []
          for (let page = 1; page <= 4; page++)
            rows.push(...(await get(config, listUrl(config, { page }))).data)
          return rows
        },
      },
    ],
  },
  {
    rule: 'endless-walk',
    clients: [
      {
        does: 'counts on for three empty pages, as many as there would be of ten rows',
        edition: 'combined',
        world: { rows: 97, perPage: 15 },
        isHiddenByNewRows: true,
        run: async (config) => {
          const rows: Row[] = []
          for (let page = 1, empty = 0; empty < 3; page++) {
            const { data } = await get(config, listUrl(config, { page }))
            if (data.length === 0) empty++
            rows.push(...data)
          }
          return rows
        },
      },
    ],
  },
  {
    rule: 'same-page-again',
    clients: [
      {
        does: 'keeps the first cursor, while some requests fail and are repeated',
        edition: 'autocalls',
        world: { rows: 65, faults: [busy] },
        run: async (config) => {
          const { data, next_cursor: cursor } = await get(config, listUrl(config))
          const rows = [...data]
          for (let page = 2; page <= 7; page++)
            rows.push(...(await get(config, listUrl(config, { cursor: cursor ?? '' }))).data)
          return rows
        },
      },
    ],
  },
  {
    rule: 'redundant-first-page',
    clients: [
      {
        does: 'asks for the first page before each other, while some requests fail',
        edition: 'aiployees',
        world: { rows: 75, faults: [busy] },
        run: async (config) => {
          const rows: Row[] = []
          for (
            let page = 1;
            page <= (await get(config, listUrl(config, { page: 1 }))).last_page;
            page++
          )
            rows.push(...(await get(config, listUrl(config, { page }))).data)
          return rows
        },
      },
    ],
  },
  {
    rule: 'no-retry',
    clients: [
      {
        does: 'asks for each page three times at once at most, and leaves it out then',
        edition: 'aiployees',
        world: {
          rows: 75,
          faults: [{ match: { page: 3 }, times: 3, effect: { type: 'status', status: 503 } }],
        },
        run: async (config) => {
          const rows: Row[] = []
          for (let page = 1, last = 1; page <= last; page++)
            for (let attempt = 1; attempt <= 3; attempt++) {
              const body = await readPage(await ask(config, listUrl(config, { page })))
              if (!body) continue
              rows.push(...body.data)
              last = body.last_page
              break
            }
          return rows
        },
      },
      {
        does: 'takes a 503 for the end of the list',
        edition: 'autocalls',
        world: {
          rows: 65,
          faults: [{ match: { nth: 3 }, effect: { type: 'status', status: 503 } }],
        },
        run: async (config) => {
          const rows: Row[] = []
          for (let cursor: string | null = ''; cursor !== null;) {
            const body: Page | undefined = await readPage(
              await ask(config, listUrl(config, { cursor })),
            )
            rows.push(...(body?.data ?? []))
            cursor = body?.next_cursor ?? null
          }
          return rows
        },
      },
    ],
  },
]
