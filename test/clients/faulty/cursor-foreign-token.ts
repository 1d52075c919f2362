// Clients that send cursors of another account.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

export const cursorForeignToken: Mistake = {
  rule: 'cursor-foreign-token',
  clients: [
    {
      does: 'goes on for one account with the cursor saved for another',
      noted: ['never-paged'],
      hasTwoAccounts: true,
      edition: 'autocalls',
      isHiddenBeside: {
        connections: 'any',
        reason:
          'Both accounts have the same rows here, so the list of the token gives the same cursor.',
      },
      run: async (config) => {
        const saved = new Map<string, string>()
        const first = await get(
          { ...config, token: config.otherToken },
          listUrl(config, { cursor: '' }),
        )
        if (first.next_cursor !== null) saved.set('conversations', first.next_cursor)

        const rows: Row[] = []
        for (let cursor = saved.get('conversations') ?? null; cursor !== null;) {
          const body = await get(config, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
    {
      does: 'takes turns with two tokens to get around the rate limit',
      hasTwoAccounts: true,
      edition: 'combined',
      run: async (config) => {
        const rows: Row[] = []
        let [token, next] = [config.token, config.otherToken]
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await get({ ...config, token }, listUrl(config, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
          ;[token, next] = [next, token]
        }
        return rows
      },
    },
  ],
}
