// Clients that put phone numbers into a URL by hand.

import type { Mistake, Row } from '../client.ts'
import { get } from '../http.ts'
import { CUSTOMER_PHONE, SENDER_PHONE } from '../world.ts'

export const unescapedPlus: Mistake = {
  rule: 'unescaped-plus',
  clients: [
    {
      does: 'puts `customer_phone` into the URL as it is',
      edition: 'autocalls',
      run: async (config) => {
        const rows: Row[] = []
        const list = `${config.url}/api/user/conversations?per_page=${config.perPage}&customer_phone=${CUSTOMER_PHONE}`
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await get(config, `${list}&cursor=${encodeURIComponent(cursor)}`)
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
    {
      does: 'escapes with `encodeURI`, which leaves the plus of `whatsapp_sender_phone`',
      edition: 'combined',
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const url = encodeURI(
            `${config.url}/api/user/conversations?whatsapp_sender_phone=${SENDER_PHONE}&page=${page}`,
          )
          const body = await get(config, url)
          rows.push(...body.data)
          last = body.last_page
        }
        return rows
      },
    },
  ],
}
