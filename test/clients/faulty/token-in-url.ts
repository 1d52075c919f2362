// Clients that send the API key in the URL, where every log keeps it.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl, readPage } from '../http.ts'

export const tokenInUrl: Mistake = {
  rule: 'token-in-url',
  clients: [
    {
      does: 'sends the token in the URL besides the header',
      edition: 'nicecall',
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await get(config, `${listUrl(config, { page })}&api_token=${config.token}`)
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
    {
      does: 'sends the token in the URL only, and is not let in',
      edition: 'autocalls',
      run: async (config) => {
        const response = await fetch(`${listUrl(config)}&api_key=${config.token}`, {
          headers: { Accept: 'application/json' },
        })
        return (await readPage(response))?.data ?? []
      },
    },
  ],
}
