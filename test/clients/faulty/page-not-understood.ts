// Clients that name a page in a way that the API does not read.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

export const pageNotUnderstood: Mistake = {
  rule: 'page-not-understood',
  clients: [
    {
      does: 'names pages as JSON:API does, `page[number]`',
      edition: 'nicecall',
      run: (config) => walk(config, (page) => `page[number]=${page}`),
    },
    {
      does: 'computes page numbers with a fraction, `2.0`',
      edition: 'aiployees',
      run: (config) => walk(config, (page) => `page=${page.toFixed(1)}`),
    },
    {
      does: 'puts `next_page_url` into `page`',
      edition: 'nicecall',
      run: async (config) => {
        let body = await get(config, listUrl(config))
        const rows = [...body.data]
        for (let requests = 1; body.next_page_url !== null && requests < 4; requests++) {
          body = await get(
            config,
            `${listUrl(config)}&page=${encodeURIComponent(body.next_page_url)}`,
          )
          rows.push(...body.data)
        }
        return rows
      },
    },
    {
      does: 'counts pages from 0 and stops before `last_page`',
      edition: 'nicecall',
      run: (config) => count(config, (page, { last_page }) => page < last_page),
    },
    {
      does: 'counts pages from 0 to `last_page`',
      edition: 'combined',
      run: (config) => count(config, (page, { last_page }) => page <= last_page),
    },
    {
      does: 'counts pages from 0 until one offers no next',
      edition: 'aiployees',
      run: (config) => count(config, (_, { next_page_url }) => next_page_url !== null),
    },
  ],
}

async function walk(config: Config, spell: (page: number) => string): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1, last = 1; page <= last; page++) {
    const body = await get(config, `${listUrl(config)}&${spell(page)}`)
    rows.push(...body.data)
    last = body.last_page
  }
  return rows
}

async function count(
  config: Config,
  hasMore: (next: number, body: Page) => boolean,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 0; ; page++) {
    const body = await get(config, listUrl(config, { page }))
    rows.push(...body.data)
    if (!hasMore(page + 1, body)) return rows
  }
}
