// Clients in different styles that make mistakes with keys and cursors.

import type { Mistake, Config, Row } from '../client.ts'
import { ask, get, listUrl, type Page, readPage } from '../http.ts'

const MAX_REQUESTS = 6

export const keysAndCursors: readonly Mistake[] = [
  {
    rule: 'token-lost',
    clients: [
      {
        does: 'renews its key after the second page and gets one that is not valid yet',
        edition: 'combined',
        world: { rows: 55 },
        run: async (config) => {
          let key = config.token
          const pages: Page[] = []
          for await (const page of pagesBy(config, () => key)) {
            pages.push(page)
            if (pages.length === 2) key = `${config.token.slice(0, -4)}0000`
          }
          return pages.flatMap(({ data }) => data)
        },
      },
      {
        does: 'spells the header of later pages in another way, and tries each three times',
        edition: 'aiployees',
        run: async (config) => {
          const { data, last_page } = await get(config, listUrl(config, { page: 1 }))
          const rows = [...data]
          for (let page = 2; page <= last_page; page++) {
            for (let attempt = 0; attempt < 3; attempt++) {
              const headers = { Authorization: `Token ${config.token}` }
              const body = await readPage(await ask(config, listUrl(config, { page }), headers))
              if (body) rows.push(...body.data)
              if (body) break
              await config.sleep(500 * 2 ** attempt)
            }
          }
          return rows
        },
      },
    ],
  },
  {
    rule: 'cursor-not-issued',
    clients: [
      {
        does: 'stores the cursor as JSON and forgets to parse it',
        edition: 'autocalls',
        run: (config) => follow(config, ({ next_cursor }) => JSON.stringify(next_cursor)),
      },
      {
        does: 'adds the offset of the next row to the cursor',
        edition: 'combined',
        run: (config) => {
          let offset = 0
          return follow(config, (body) => {
            offset += body.data.length
            return body.next_cursor && `${body.next_cursor}:${offset}`
          })
        },
      },
    ],
  },
  {
    rule: 'cursor-foreign-token',
    clients: [
      {
        does: 'keeps one cursor for all accounts',
        noted: ['never-paged'],
        hasTwoAccounts: true,
        edition: 'autocalls',
        isHiddenBeside: {
          connections: 'any',
          reason:
            'Both accounts have the same rows here, so the list of the token gives the same cursor.',
        },
        run: async (config) => {
          const shared = { cursor: '' }
          const rows: Row[] = []
          for (const token of [config.otherToken, config.token]) {
            const body = await get({ ...config, token }, listUrl(config, shared))
            shared.cursor = body.next_cursor ?? ''
            rows.push(...body.data)
          }
          return rows
        },
      },
    ],
  },
  {
    rule: 'endless-walk',
    clients: [
      {
        does: 'drops the cursor when there is none and goes on to a hundred rows',
        edition: 'autocalls',
        run: async (config) => {
          const rows: Row[] = []
          let cursor: string | null = null
          do {
            const url: string = cursor === null ? listUrl(config) : listUrl(config, { cursor })
            const body: Page = await get(config, url)
            rows.push(...body.data)
            cursor = body.next_cursor
          } while (rows.length < 100)
          return rows
        },
      },
    ],
  },
  {
    rule: 'same-page-again',
    clients: [
      {
        does: 'prefers `prev_cursor`, which it pushes last on its stack',
        edition: 'combined',
        run: async (config) => {
          const stack = ['']
          const rows = new Map<string, Row>()
          for (let requests = 0; stack.length > 0 && requests < 12; requests++) {
            const body = await get(config, listUrl(config, { cursor: stack.pop() ?? '' }))
            for (const row of body.data) rows.set(row.id, row)
            for (const cursor of [body.next_cursor, body.prev_cursor])
              if (cursor !== null) stack.push(cursor)
          }
          return [...rows.values()]
        },
      },
    ],
  },
]

async function* pagesBy(config: Config, key: () => string): AsyncGenerator<Page> {
  for (let cursor: string | null = ''; cursor !== null;) {
    const token = key()
    const body = await readPage(await ask({ ...config, token }, listUrl(config, { cursor })))
    if (!body) return
    yield body
    cursor = body.next_cursor
  }
}

async function follow(config: Config, next: (body: Page) => string | null): Promise<Row[]> {
  const body = await get(config, listUrl(config))
  const rows = [...body.data]
  let cursor = next(body)
  for (let requests = 1; cursor !== null && requests < MAX_REQUESTS; requests++) {
    const response = await ask(config, listUrl(config, { cursor }))
    const page = await readPage(response)
    if (!page) break
    rows.push(...page.data)
    cursor = next(page)
  }
  return rows
}
