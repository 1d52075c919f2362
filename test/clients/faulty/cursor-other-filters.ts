// Clients that send a cursor with other filters than its list has.

import type { Mistake, Place, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const cursorOtherFilters: Mistake = {
  rule: 'cursor-other-filters',
  clients: [
    {
      does: 'asks for larger pages once the first is there',
      edition: 'autocalls',
      run: async (place) => {
        const first = await get(place, listUrl(place))
        return [...first.data, ...(await walkFrom({ ...place, perPage: 20 }, first.next_cursor))]
      },
    },
    {
      does: 'keeps the cursor when somebody chooses another `type`',
      edition: 'combined',
      world: { rows: 60 },
      run: async (place) => {
        const widgets = await get(
          place,
          listUrl({ ...place, filters: { type: 'widget' } }, { cursor: '' }),
        )
        return walkFrom({ ...place, filters: { type: 'whatsapp' } }, widgets.next_cursor)
      },
    },
    {
      does: 'has a filter from the second page on only',
      edition: 'autocalls',
      run: async (place) => {
        const first = await get(place, listUrl(place))
        return [
          ...first.data,
          ...(await walkFrom({ ...place, filters: { type: 'widget' } }, first.next_cursor)),
        ]
      },
    },
  ],
}

async function walkFrom(place: Place, start: string | null): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor = start; cursor !== null;) {
    const body = await get(place, listUrl(place, { cursor }))
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return rows
}
