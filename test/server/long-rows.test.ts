import { expect, test } from 'vitest'
import * as z from 'zod'
import { startMock } from '../../src/index.ts'

const Cursors = z.object({ next_cursor: z.string() })
const LONG = 'x'.repeat(100_000)

test('a page with long rows is the same in one piece and in many, also by cursor', async () => {
  await using mock = await startMock({ dataset: 'one' })
  await mock.conversations.create(
    Array.from({ length: 8 }, (_, id) => ({ variables: { text: `${id} ${LONG}` } })),
  )
  async function list(query: string, edition: 'combined' | 'autocalls'): Promise<string> {
    const headers = { Authorization: `Bearer ${mock.token(edition)}` }
    const answer = await fetch(`${mock.url}/api/user/conversations?${query}`, { headers })
    const body = await answer.text()
    expect(answer.headers.get('content-length')).toBe(String(body.length))
    return body
  }
  const first = await list('per_page=6', 'combined')
  // The list is not kept at its second request, but at its third.
  for (let again = 0; again < 3; again++) expect(await list('per_page=6', 'combined')).toBe(first)
  expect(first.split(LONG)).toHaveLength(7)
  const bySix = await list('per_page=6', 'autocalls')
  const { next_cursor } = Cursors.parse(JSON.parse(bySix))
  const rest = await list(`per_page=6&cursor=${next_cursor}`, 'autocalls')
  expect(bySix.split(LONG)).toHaveLength(7)
  expect(rest.split(LONG)).toHaveLength(3)
  const head = await fetch(`${mock.url}/api/user/conversations?per_page=6`, {
    method: 'HEAD',
    headers: { Authorization: `Bearer ${mock.token('combined')}` },
  })
  expect(head.headers.get('content-length')).toBeNull()
})

test('faults change a page with long rows as they change any other', async () => {
  await using mock = await startMock({ dataset: 'one' })
  await mock.conversations.create(Array.from({ length: 4 }, () => ({ variables: { text: LONG } })))
  const list = async (): Promise<string> => {
    const headers = { Authorization: `Bearer ${mock.token('combined')}` }
    return (await fetch(`${mock.url}/api/user/conversations`, { headers })).text()
  }
  const whole = await list()
  await mock.faults.arm({ effect: { type: 'malformed' } })
  expect(await list()).toBe(whole.slice(0, -1))
  await mock.faults.clear()
  await mock.faults.arm({ effect: { type: 'duplicate_row' } })
  expect((await list()).split(LONG)).toHaveLength(6)
})

test('variables are bounded, because a page can hold a hundred rows', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const variables = { text: 'ä'.repeat(43_700) }
  await expect(mock.conversations.create([{ variables }])).rejects.toThrow(
    'variables must take at most 262144 bytes as JSON, with characters beyond ASCII escaped; shorten it',
  )
  await expect(mock.conversations.create([{ customer_name: 'x'.repeat(10_001) }])).rejects.toThrow(
    'customer_name must have at most 10000 characters; shorten it',
  )
  const [assistant] = (await mock.assistants.list()).map(({ uuid }) => uuid)
  const begin = async (text: string): Promise<number> => {
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ assistant_id: assistant, variables: { text } })
    return (await fetch(`${mock.url}/api/conversations`, { method: 'POST', headers, body })).status
  }
  expect(await begin(variables.text)).toBe(413)
  expect(await begin(variables.text.slice(20))).toBe(200)
})
