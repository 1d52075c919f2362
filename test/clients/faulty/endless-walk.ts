// Clients that go on after the end, until their own limit stops them.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const MAX_REQUESTS = 10

export const endlessWalk: Mistake = {
  rule: 'endless-walk',
  clients: [
    {
      does: 'reads ten pages because there will be no more',
      edition: 'nicecall',
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1; page <= MAX_REQUESTS; page++)
          rows.push(...(await get(config, listUrl(config, { page }))).data)
        return rows
      },
    },
    {
      does: 'puts `next_cursor` into the URL as a text, also when it is null',
      edition: 'autocalls',
      run: async (config) => {
        const rows: Row[] = []
        let url = listUrl(config)
        for (let requests = 0; url !== '' && requests < MAX_REQUESTS; requests++) {
          const body = await get(config, url)
          rows.push(...body.data)
          url = `${listUrl(config)}&cursor=${body.next_cursor}`
        }
        return rows
      },
    },
    {
      does: 'takes no cursor for an empty one and begins again',
      edition: 'combined',
      run: async (config) => {
        const rows: Row[] = []
        let cursor = ''
        for (let requests = 0; requests < MAX_REQUESTS; requests++) {
          const body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor ?? ''
        }
        return rows
      },
    },
    {
      does: 'asks for the last page again and again',
      edition: 'aiployees',
      run: async (config) => {
        const rows = new Map<string, Row>()
        let page = 1
        for (let requests = 0; requests < MAX_REQUESTS; requests++) {
          const body = await get(config, listUrl(config, { page }))
          for (const row of body.data) rows.set(row.id, row)
          page = Math.min(page + 1, body.last_page)
        }
        return [...rows.values()]
      },
    },
    {
      does: 'leaves out the first cursor and turns the last null into an empty one',
      edition: 'autocalls',
      isHiddenBeside: {
        connections: 'shared',
        reason: 'Other clients begin with an empty cursor too.',
      },
      run: async (config) => {
        const rows: Row[] = []
        let url = listUrl(config)
        for (let requests = 0; requests < 8; requests++) {
          const body = await get(config, url)
          rows.push(...body.data)
          url = listUrl(config, { cursor: body.next_cursor ?? '' })
        }
        return rows
      },
    },
  ],
}
