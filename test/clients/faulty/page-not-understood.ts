// Clients that name a page in a way that the API does not read.

import type { Mistake, Place, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

export const pageNotUnderstood: Mistake = {
  rule: 'page-not-understood',
  clients: [
    {
      does: 'names pages as JSON:API does, `page[number]`',
      edition: 'nicecall',
      run: (place) => walk(place, (page) => `page[number]=${page}`),
    },
    {
      does: 'computes page numbers with a fraction, `2.0`',
      edition: 'aiployees',
      run: (place) => walk(place, (page) => `page=${page.toFixed(1)}`),
    },
    {
      does: 'puts `next_page_url` into `page`',
      edition: 'nicecall',
      run: async (place) => {
        let body = await get(place, listUrl(place))
        const rows = [...body.data]
        for (let requests = 1; body.next_page_url !== null && requests < 4; requests++) {
          body = await get(
            place,
            `${listUrl(place)}&page=${encodeURIComponent(body.next_page_url)}`,
          )
          rows.push(...body.data)
        }
        return rows
      },
    },
    {
      does: 'counts pages from 0 and stops before `last_page`',
      edition: 'nicecall',
      run: (place) => count(place, (page, { last_page }) => page < last_page),
    },
    {
      does: 'counts pages from 0 to `last_page`',
      edition: 'combined',
      run: (place) => count(place, (page, { last_page }) => page <= last_page),
    },
    {
      does: 'counts pages from 0 until one offers no next',
      edition: 'aiployees',
      run: (place) => count(place, (_, { next_page_url }) => next_page_url !== null),
    },
  ],
}

async function walk(place: Place, spell: (page: number) => string): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1, last = 1; page <= last; page++) {
    const body = await get(place, `${listUrl(place)}&${spell(page)}`)
    rows.push(...body.data)
    last = body.last_page
  }
  return rows
}

async function count(place: Place, hasMore: (next: number, body: Page) => boolean): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 0; ; page++) {
    const body = await get(place, listUrl(place, { page }))
    rows.push(...body.data)
    if (!hasMore(page + 1, body)) return rows
  }
}
