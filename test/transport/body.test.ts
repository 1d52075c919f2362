import { expect, test } from 'vitest'
import { send } from '../golden/vectors.ts'
import { list, PATH, start } from '../api/asking.ts'

const mock = await start()

const json = { 'Content-Type': 'application/json' }
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const text = { 'Content-Type': 'text/plain' }

type Sent = { method?: string; headers: Record<string, string>; body: string; query?: string }

async function answerTo({
  method = 'GET',
  headers,
  body,
  query = '',
}: Sent): Promise<{ status: number; body: unknown }> {
  const sent = {
    method,
    path: PATH,
    query,
    headers: { Host: 'a', Authorization: 'Bearer combined', ...headers },
    body,
  }
  const received = await send(mock.url, sent)
  return { status: received.status, body: JSON.parse(received.body) }
}

test('JSON overrides the query of a GET', async () => {
  expect(
    await answerTo({
      headers: json,
      body: '{"per_page":2,"type":"api","page":"1"}',
      query: 'per_page=5&type=test&page=9',
    }),
  ).toMatchObject({
    status: 200,
    body: { per_page: 2, total: 2, current_page: 1 },
  })
})

test('JSON chooses the paginator', async () => {
  expect(await answerTo({ headers: json, body: '{"cursor":null}' })).toHaveProperty(
    'body.next_cursor',
  )
})

test('JSON is validated', async () => {
  expect(await answerTo({ headers: json, body: '{"customer_phone":5,"cursor":{"a":1}}' })).toEqual({
    status: 422,
    body: {
      message: 'The customer phone field must be a string. (and 1 more error)',
      errors: {
        customer_phone: ['The customer phone field must be a string.'],
        cursor: ['The cursor field must be a string.'],
      },
    },
  })
})

test('another type changes nothing', async () => {
  expect(await answerTo({ headers: text, body: '{"per_page":0}' })).toMatchObject({
    status: 200,
    body: { per_page: 15 },
  })
})

test('a form makes a GET of a POST, and its fields override the query', async () => {
  const body = '_method=GET&per_page=2'
  expect(
    await answerTo({ method: 'POST', headers: form, body, query: 'per_page=5' }),
  ).toMatchObject({ status: 200, body: { per_page: 2 } })
})

test('does not leak into the answer of the next request', async () => {
  for (let time = 0; time < 3; time++) {
    expect(await answerTo({ headers: json, body: '{"per_page":2}' })).toHaveProperty(
      'body.per_page',
      2,
    )
    expect(await list(mock, '')).toHaveProperty('per_page', 15)
  }
})

test('is read up to 1 MiB', async () => {
  const fitting = '{"per_page":2}'.padEnd(1024 * 1024)
  expect(await answerTo({ headers: json, body: fitting })).toMatchObject({
    status: 200,
    body: { per_page: 2 },
  })
  expect(await answerTo({ headers: json, body: `${fitting} ` })).toEqual({
    status: 413,
    body: { message: 'The POST data is too large.' },
  })
})
