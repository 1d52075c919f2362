// Clients that use both paginators of the combined edition for one list.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const cursorAndPageMixed: Mistake = {
  rule: 'cursor-and-page-mixed',
  clients: [
    {
      does: 'sends the number of the page besides the cursor',
      edition: 'combined',
      run: async (config) => {
        const rows: Row[] = []
        let cursor: string | null = ''
        for (let page = 1; cursor !== null; page++) {
          const body = await get(config, listUrl(config, { page, cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
    {
      does: 'begins by page and changes to cursors at the third',
      edition: 'combined',
      run: async (config) => {
        const rows = new Map<string, Row>()
        for (const page of [1, 2])
          for (const row of (await get(config, listUrl(config, { page }))).data)
            rows.set(row.id, row)
        for (const row of await walkByCursor(config)) rows.set(row.id, row)
        return [...rows.values()]
      },
    },
    {
      does: 'goes by number to the third page and from there by its cursor',
      edition: 'combined',
      run: async (config) => {
        const rows: Row[] = []
        let cursor: string | null = null
        for (const page of [1, 2, 3]) {
          const body = await get(config, listUrl(config, { page }))
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        while (cursor !== null) {
          const body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
    {
      does: 'begins by cursor and changes to pages after the second',
      edition: 'combined',
      run: async (config) => {
        const first = await get(config, listUrl(config, { cursor: '' }))
        const second = await get(config, listUrl(config, { cursor: first.next_cursor ?? '' }))
        const rows = new Map([...first.data, ...second.data].map((row) => [row.id, row]))
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await get(config, listUrl(config, { page }))
          for (const row of body.data) rows.set(row.id, row)
          last = body.last_page
        }
        return [...rows.values()]
      },
    },
  ],
}

async function walkByCursor(config: Config): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const body = await get(config, listUrl(config, { cursor }))
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return rows
}
