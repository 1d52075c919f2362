// Clients in different styles that make mistakes with page numbers.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

export const pages: readonly Mistake[] = [
  {
    rule: 'page-not-understood',
    clients: [
      {
        does: 'pads the numbers of pages with a zero',
        edition: 'nicecall',
        run: (config) => spell(config, (page) => `page=${String(page).padStart(2, '0')}`),
      },
      {
        does: 'sends the page as "2 of 4"',
        edition: 'aiployees',
        run: (config) => spell(config, (page, last) => `page=${page}%20of%20${last}`),
      },
    ],
  },
  {
    rule: 'rows-missed',
    clients: [
      {
        does: 'adds two sizes to its offset and divides it for the page',
        edition: 'nicecall',
        world: { rows: 75 },
        run: async (config) => {
          const rows: Row[] = []
          let total = 1
          for (let offset = 0; offset < total; offset += 2 * config.perPage) {
            const body = await get(config, listUrl(config, { page: offset / config.perPage + 1 }))
            rows.push(...body.data)
            total = body.total
          }
          return rows
        },
      },
      {
        does: 'fetches pages in pairs, and leaves one out before each pair',
        edition: 'nicecall',
        world: { rows: 75 },
        run: async (config) => {
          const first = await get(config, listUrl(config, { page: 1 }))
          const rows = [...first.data]
          for (let page = 3; page <= first.last_page; page += 3) {
            const pair = [page, page + 1].filter((number) => number <= first.last_page)
            const bodies = await Promise.all(
              pair.map((number) => get(config, listUrl(config, { page: number }))),
            )
            rows.push(...bodies.flatMap(({ data }) => data))
          }
          return rows
        },
      },
      {
        does: 'does not set the page back to 1 before the list of another type',
        edition: 'aiployees',
        world: { perPage: 3 },
        isHiddenByNewRows: true,
        run: async (config) => {
          const rows: Row[] = []
          let page = 1
          for (const type of ['widget', 'whatsapp'] as const) {
            const list = { ...config, filters: { type } }
            let body = await get(list, listUrl(list, { page }))
            rows.push(...body.data)
            while (page < body.last_page) {
              body = await get(list, listUrl(list, { page: ++page }))
              rows.push(...body.data)
            }
          }
          return rows
        },
      },
    ],
  },
  {
    rule: 'stopped-early',
    clients: [
      {
        does: 'fetches all pages at once, but for the last',
        edition: 'combined',
        world: { rows: 65 },
        run: async (config) => {
          const first = await get(config, listUrl(config, { page: 1 }))
          const rest = Array.from({ length: first.last_page - 2 }, (_, index) =>
            get(config, listUrl(config, { page: index + 2 })),
          )
          return [first, ...(await Promise.all(rest))].flatMap(({ data }) => data)
        },
      },
      {
        does: 'reads into a buffer for 25 rows and forgets to empty it',
        edition: 'autocalls',
        run: async (config) => {
          const buffer: Row[] = []
          for (let cursor: string | null = ''; cursor !== null && buffer.length < 25;) {
            const body = await get(config, listUrl(config, { cursor }))
            buffer.push(...body.data)
            cursor = body.next_cursor
          }
          return buffer
        },
      },
    ],
  },
  {
    rule: 'filters-lost',
    clients: [
      {
        does: 'has `date_from` for the first page only',
        edition: 'nicecall',
        world: { filters: { date_from: '2025-01-03' } },
        run: async (config) => {
          const first = await get(config, listUrl(config, { page: 1 }))
          const rows = [...first.data]
          for (let page = 2; page <= first.last_page; page++)
            rows.push(...(await get(config, listUrl({ ...config, filters: {} }, { page }))).data)
          return rows
        },
      },
    ],
  },
  {
    rule: 'undocumented-parameter',
    clients: [
      {
        does: 'goes by `offset`, and stops when it has seen a row before',
        edition: 'aiployees',
        run: async (config) => {
          const rows = new Map<string, Row>()
          for (let offset = 0, isNew = true; isNew; offset += config.perPage) {
            const { data } = await get(config, `${listUrl(config)}&offset=${offset}`)
            isNew = data.some(({ id }) => !rows.has(id))
            for (const row of data) rows.set(row.id, row)
          }
          return [...rows.values()]
        },
      },
    ],
  },
  {
    rule: 'count-by-length',
    clients: [
      {
        does: 'fetches as long as no page is shorter than the one before',
        edition: 'combined',
        world: { faults: [{ match: { page: 3 }, effect: { type: 'short_page', rows: 7 } }] },
        run: async (config) => {
          const fetched: Page[] = []
          for (let page = 1; !isShrinking(fetched); page++)
            fetched.push(await get(config, listUrl(config, { page })))
          return fetched.flatMap(({ data }) => data)
        },
      },
    ],
  },
]

function isShrinking(fetched: readonly Page[]): boolean {
  const [before, last] = [fetched.at(-2), fetched.at(-1)]
  return (
    last?.next_page_url === null ||
    (before !== undefined && last !== undefined && last.data.length < before.data.length)
  )
}

async function spell(
  config: Config,
  page: (number: number, last: number) => string,
): Promise<Row[]> {
  const first = await get(config, listUrl(config))
  const rows = [...first.data]
  for (let number = 2; number <= first.last_page; number++) {
    const body = await get(config, `${listUrl(config)}&${page(number, first.last_page)}`)
    rows.push(...body.data)
  }
  return rows
}
