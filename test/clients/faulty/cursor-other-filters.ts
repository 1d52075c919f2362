// Clients that send a cursor with other filters than its list has.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const cursorOtherFilters: Mistake = {
  rule: 'cursor-other-filters',
  clients: [
    {
      does: 'asks for larger pages once the first is there',
      edition: 'autocalls',
      run: async (config) => {
        const first = await get(config, listUrl(config))
        return [...first.data, ...(await walkFrom({ ...config, perPage: 20 }, first.next_cursor))]
      },
    },
    {
      does: 'keeps the cursor when somebody chooses another `type`',
      edition: 'combined',
      world: { rows: 60 },
      run: async (config) => {
        const widgets = await get(
          config,
          listUrl({ ...config, filters: { type: 'widget' } }, { cursor: '' }),
        )
        return walkFrom({ ...config, filters: { type: 'whatsapp' } }, widgets.next_cursor)
      },
    },
    {
      does: 'has a filter from the second page on only',
      edition: 'autocalls',
      run: async (config) => {
        const first = await get(config, listUrl(config))
        return [
          ...first.data,
          ...(await walkFrom({ ...config, filters: { type: 'widget' } }, first.next_cursor)),
        ]
      },
    },
  ],
}

async function walkFrom(config: Config, start: string | null): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor = start; cursor !== null;) {
    const body = await get(config, listUrl(config, { cursor }))
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return rows
}
