// Clients that do not ask for JSON.

import type { Mistake, Config, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

const OF_A_BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

export const noAcceptJson: Mistake = {
  rule: 'no-accept-json',
  clients: [
    {
      does: 'sends the token and nothing else',
      edition: 'nicecall',
      run: (config) =>
        walk(config, (url) => fetch(url, { headers: { Authorization: `Bearer ${config.token}` } })),
    },
    {
      does: 'says with `Content-Type` what it wants to get',
      edition: 'aiployees',
      run: (config) =>
        walk(config, (url) =>
          fetch(url, {
            headers: {
              'Content-Type': 'application/json',
              Authorization: `Bearer ${config.token}`,
            },
          }),
        ),
    },
    {
      does: 'has the `Accept` of a browser',
      edition: 'autocalls',
      run: async (config) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await get(config, listUrl(config, { cursor }), { Accept: OF_A_BROWSER })
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
  ],
}

async function walk(config: Config, ask: (url: string) => Promise<Response>): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1, last = 1; page <= last; page++) {
    const response = await ask(listUrl(config, { page }))
    const body: Page = JSON.parse(await response.text())
    rows.push(...body.data)
    last = body.last_page
  }
  return rows
}
