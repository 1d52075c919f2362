// Simulates a day with the mock: clients that paginate correctly, clients that do not, faults, and
// new rows.

import * as z from 'zod'
import type { Mock } from '../../src/index.ts'

type Query = Readonly<Record<string, string | number>>

/**
 * Fills a mock that has the demo rows. Afterwards it has a journal, findings, faults, a snapshot
 * and a second user.
 */
export async function makeActivity(mock: Mock): Promise<void> {
  const tokenOf = (edition: string): string =>
    mock.tokens.find((token) => token.edition === edition)?.plain ?? ''
  const combined = createClient(mock, tokenOf('combined'))
  const pages = createClient(mock, tokenOf('nicecall'))
  const cursors = createClient(mock, tokenOf('autocalls'))

  await walkPages(pages, { per_page: 10 }, [1, 2, 3, 4, 5, 6, 7])
  await walkCursor(cursors, { type: 'whatsapp', per_page: 4 })
  const limited = await mock.faults.arm({
    times: 1,
    match: { page: 3 },
    effect: { type: 'rate_limit', retry_after: 1 },
  })
  await walkPages(combined, { type: 'widget', per_page: 5 }, [1, 2, 3])
  await new Promise((resolve) => setTimeout(resolve, 1100))
  await walkPages(combined, { type: 'widget', per_page: 5 }, [3, 4, 5, 6])
  await mock.faults.disarm(limited.id)
  await walkPages(pages, { type: 'test', per_page: 3 }, [1, 2, 4, 5])
  await losesFilters(combined)
  await combined({ per_page: 500 })
  await combined({ page: 2, date_from: 'yesterday' })
  await createClient(mock, 'not-a-key')({})
  await cursors({ type: 'api', date_from: '2025-01-01' })

  const token = tokenOf('nicecall')
  await mock.faults.arm({
    match: { token, every: 3 },
    effect: { type: 'status', status: 500 },
    note: 'Every third request',
  })
  await mock.faults.arm({
    match: { token },
    times: 2,
    effect: { type: 'rate_limit', retry_after: 2 },
  })
  for (let turn = 0; turn < 4; turn++) await pages({ per_page: 15, page: 1 })
  await mock.snapshot.save('before-the-demo')
  await mock.createUser({
    name: 'Worker 1',
    email: 'worker-1@example.com',
    dataset: { generate: 200 },
    ttl_seconds: 3600,
  })
}

const Page = z.object({ next_cursor: z.string().nullish() })
type Client = (query: Query) => Promise<z.infer<typeof Page>>

function createClient(mock: Mock, token: string): Client {
  return async (query) => {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
    const response = await fetch(`${mock.url}/api/user/conversations?${search.toString()}`, {
      headers,
    })
    return Page.parse(await response.json())
  }
}

async function walkPages(client: Client, query: Query, pages: readonly number[]): Promise<void> {
  for (const page of pages) await client({ ...query, page })
}

async function walkCursor(client: Client, query: Query): Promise<void> {
  let { next_cursor: cursor } = await client(query)
  while (typeof cursor === 'string') ({ next_cursor: cursor } = await client({ ...query, cursor }))
}

/** Requests later pages without the filters of the first page. */
async function losesFilters(client: Client): Promise<void> {
  await client({ type: 'whatsapp', per_page: 5 })
  for (let page = 2; page <= 4; page++) await client({ page })
}
