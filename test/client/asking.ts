// Sends requests to the emulated API with a token.

import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import * as z from 'zod'

const Page = z.object({
  data: z.array(z.object({ id: z.string() })),
  total: z.int().optional(),
  next_cursor: z.string().nullish(),
})

type Asked = {
  readonly status: number
  readonly ids: string[]
  readonly total: number | undefined
  readonly cursor: string | undefined
}

/**
 * Uses no fetch(), because tests check fetched answers against the contract, and faults break it.
 */
export async function ask(url: string, token: string, query = ''): Promise<Asked> {
  const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/api/user/conversations${query}`,
      { headers, agent: false },
      (response) => {
        const status = response.statusCode ?? 0
        json(response).then((body) => {
          const page = status === 200 ? Page.parse(body) : undefined
          resolve({
            status,
            ids: page?.data.map(({ id }) => id) ?? [],
            total: page?.total,
            cursor: page?.next_cursor ?? undefined,
          })
        }, reject)
      },
    )
    sent.on('error', reject).end()
  })
}
