// Bodies with so many rows that the mock reads and checks them row by row.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StartedMock, startMock } from '../../src/index.ts'
import { call } from './calls.ts'

const ROWS = 2000

let mock: StartedMock

beforeAll(async () => {
  mock = await startMock({ dataset: 'demo' })
})

afterAll(async () => mock.close())

const rows = (wrong: object = {}): object[] =>
  Array.from({ length: ROWS }, (_, index) => ({
    type: 'widget',
    variables: { 1: index, 2: 'b' },
    ...(index === 1500 && wrong),
  }))

const asText = (value: unknown): string => JSON.stringify(value)

test('rows are created as they were given', async () => {
  const { status, text } = await call(mock, {
    method: 'POST',
    path: '/__admin/conversations',
    body: rows(),
  })
  expect(status).toBe(201)
  expect(text.match(/"variables":\{"1":\d+,"2":"b"\}/g)).toHaveLength(ROWS)
  expect(new Set(text.match(/"id":\d+/g)).size).toBe(ROWS)
})

test('a user is made with the rows that were given', async () => {
  const { status, body } = await call(mock, {
    method: 'POST',
    path: '/__admin/users',
    body: { name: 'Many', editions: ['nicecall'], dataset: { conversations: rows() } },
  })
  expect([status, body]).toMatchObject([
    201,
    { name: 'Many', conversations: ROWS, tokens: [{ edition: 'nicecall' }] },
  ])
})

test.each<[what: string, path: string, body: string, status: number, message: string]>([
  [
    'a wrong type',
    'conversations',
    asText(rows({ type: 'fax' })),
    422,
    '[1500].type must be one of test, widget, whatsapp, api',
  ],
  [
    'an unknown field',
    'conversations',
    asText(rows({ colour: 1 })),
    422,
    '[1500].colour is not known here; remove or correct it',
  ],
  [
    'an unknown assistant',
    'conversations',
    asText(rows({ assistant_id: 99 })),
    422,
    '[1500].assistant_id names 99, which the user does not have; correct it',
  ],
  [
    'a row that is no object',
    'conversations',
    asText([...rows(), 5]),
    422,
    `[${ROWS}] must be an object`,
  ],
  [
    'a hidden field',
    'conversations',
    asText(rows({ x: 1 })).replace('"x"', '"__proto__"'),
    422,
    '[1500].__proto__ is not known here; remove or correct it',
  ],
  [
    'long broken text',
    'conversations',
    `[${'{"type":"widget"},'.repeat(20_000)}`,
    400,
    'the body is not JSON: it ends too early in line 1',
  ],
  [
    'broken text',
    'conversations',
    asText(rows()).replace('},', '},\n}'),
    400,
    'the body is not JSON: brackets do not match in line 2',
  ],
  [
    'a broken row',
    'conversations',
    asText(rows()).replaceAll('},', '},\n').replace('"1":1200', '"1":'),
    400,
    'the body is not JSON: expected a value in line 1201',
  ],
  [
    'a wrong row of a user',
    'users',
    asText({ dataset: { conversations: rows({ type: 'fax' }) } }),
    422,
    'dataset.conversations[1500].type must be one of',
  ],
  [
    'a wrong field beside them',
    'users',
    asText({ name: 5, dataset: { conversations: rows() } }),
    422,
    'name must be',
  ],
  [
    'a wrong field within them',
    'users',
    asText({ dataset: { fixture: 'demo', conversations: rows() } }),
    422,
    'dataset',
  ],
])('%s is named', async (_what, path, body, status, message) => {
  const answer = await call(mock, { method: 'POST', path: `/__admin/${path}`, body })
  expect([answer.status, answer.body]).toMatchObject([
    status,
    { message: expect.stringContaining(message) },
  ])
})

test('what is wrong is told in a short answer, however long the name of a field is', async () => {
  for (const path of ['faults', 'conversations', 'users', 'requests/verify']) {
    const { status, text } = await call(mock, {
      method: 'POST',
      path: `/__admin/${path}`,
      body: `{"${'x'.repeat(200_000)}":1}`,
    })
    expect([path, status, text.length < 5000]).toEqual([path, 422, true])
  }
})
