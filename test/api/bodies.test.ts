import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import type { StartedMock } from '../../src/index.ts'
import { start } from './asking.ts'

let mock: StartedMock
beforeAll(async () => {
  mock = await start()
})

const Replied = z.object({ conversation_id: z.string() })

const post = (path: string, body: string, key = 'any'): Promise<Response> =>
  fetch(mock.url + path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      Authorization: `Bearer ${key}`,
    },
    body,
  })

test.each([
  ['a new conversation', ['a', 'b'], ['a', 'b']],
  ['whole numbers as keys', { 5: 'five', k: 'v' }, { 0: 'five', k: 'v' }],
])('a generated reply keeps variables of %s once', async (_, variables, expected) => {
  const body = {
    assistant_id: 7,
    customer_identifier: JSON.stringify(variables),
    message: 'Hi',
  }
  const replied = await post('/api/ai/generate-reply', JSON.stringify({ ...body, variables }))
  const { conversation_id } = Replied.parse(await replied.json())
  const read = await fetch(`${mock.url}/api/conversations/${conversation_id}`)
  expect(await read.json()).toMatchObject({ variables: expected })
})

test.each([
  ['1e18', 422],
  ['7.0', 200],
  ['1.5', 422],
])('assistant_id %s counts as PHP writes it', async (id, status) => {
  const body = `{"assistant_id":${id},"customer_identifier":"c","message":"m"}`
  expect((await post('/api/ai/generate-reply', body, 'combined')).status).toBe(status)
})

test('a _method of null in the body hides that of the query', async () => {
  const { status } = await post('/api/conversations?_method=PUT', '{"_method":null}')
  expect(status).toBe(422)
})

test('a body of very many values is too large, except for a list', async () => {
  const wide = `{"variables":[${'[],'.repeat(100_000)}1]}`
  expect((await post('/api/conversations', wide)).status).toBe(413)
})
