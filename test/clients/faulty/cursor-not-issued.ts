// Clients that send cursors that the API never gave: edited, cut, or encoded twice.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

const COLUMN_WIDTH = 32
const MAX_REQUESTS = 6

export const cursorNotIssued: Mistake = {
  rule: 'cursor-not-issued',
  clients: [
    {
      does: 'edits the cursor so that pages overlap by a row',
      edition: 'autocalls',
      run: async (config) => {
        const rows = new Map<string, Row>()
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await get(config, listUrl(config, { cursor }))
          for (const row of body.data) rows.set(row.id, row)
          cursor = body.next_cursor && oneRowEarlier(body.next_cursor)
        }
        return [...rows.values()]
      },
    },
    {
      does: 'saves the cursor in a column that is too short for it',
      edition: 'combined',
      run: async (config) => {
        const rows: Row[] = []
        let pages = 0
        for (let saved: string | null = ''; saved !== null;) {
          const body = await get(config, listUrl(config, { cursor: saved }))
          rows.push(...body.data)
          saved =
            ++pages === 2 ? (body.next_cursor?.slice(0, COLUMN_WIDTH) ?? null) : body.next_cursor
        }
        return rows
      },
    },
    {
      does: 'encodes the cursor in base64 once more',
      edition: 'autocalls',
      run: async (config) => {
        const rows: Row[] = []
        let cursor: string | null = ''
        for (let requests = 0; cursor !== null && requests < MAX_REQUESTS; requests++) {
          const body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor && btoa(body.next_cursor)
        }
        return rows
      },
    },
    {
      does: 'takes the id of the last row for the cursor',
      edition: 'autocalls',
      run: (config) => walk(config, ({ data }) => data.at(-1)?.id ?? null),
    },
    {
      does: 'takes the number of the page for the cursor',
      edition: 'combined',
      run: (config) => {
        let page = 1
        return walk(config, () => String(++page))
      },
    },
    {
      does: 'has its cursors in lower case',
      edition: 'autocalls',
      run: (config) => walk(config, (body) => body.next_cursor?.toLowerCase() ?? null),
    },
  ],
}

function oneRowEarlier(cursor: string): string {
  const position: { id: number } = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  return Buffer.from(JSON.stringify({ ...position, id: position.id + 1 })).toString('base64url')
}

async function walk(config: Config, next: (body: Page) => string | null): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = ''
  for (let requests = 0; cursor !== null && requests < MAX_REQUESTS; requests++) {
    const body: Page = await get(config, listUrl(config, { cursor }))
    rows.push(...body.data)
    cursor = next(body)
  }
  return rows
}
