// Reads all conversations with one customer.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'
import { CUSTOMER_PHONE } from '../world.ts'

export const byPhone: CorrectClient = {
  does: 'collects by cursor what has one `customer_phone`',
  editions: ['autocalls', 'combined'],
  filters: { customer_phone: CUSTOMER_PHONE },
  run: async (config) => {
    const rows: Row[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const body = await get(config, listUrl(config, { cursor }))
      rows.push(...body.data)
      cursor = body.next_cursor
    }
    return rows
  },
}
