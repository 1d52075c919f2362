import { describe, expect, test } from 'vitest'
import { describeEntry } from '../../src/journal/description.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { RequestEntry } from '../../src/journal/schemas.ts'
import { entry, NOON } from './entries.ts'

const describeWith = (changes: Partial<Entry>): RequestEntry =>
  describeEntry(entry(changes), 'http://localhost:4080')

test('says all that is known of a request', () => {
  const target = '/api/user/conversations?type=widget&colour=red'
  const made = describeWith({
    id: 9,
    target,
    time: NOON + 0.1236,
    duration: 1.23456,
    faults: ['latency'],
    faultIds: [7],
    isFromDashboard: true,
    correlation: 'w',
    preferences: 'x',
  })
  expect(made).toEqual({
    id: 9,
    time: '2025-01-25T14:30:00.124Z',
    user: 1,
    token: 3,
    edition: 'combined',
    method: 'GET',
    path: '/api/user/conversations',
    query: 'type=widget&colour=red',
    parameters: { type: 'widget', colour: 'red' },
    ignored: ['colour'],
    status: 200,
    rows: 15,
    duration: 1.235,
    faults: ['latency'],
    fault_ids: [7],
    preferences: 'x',
    correlation: 'w',
    dashboard: true,
    accept: 'application/json',
    curl: `curl -g -H "Authorization: Bearer $TOKEN" -H 'Accept: application/json' -H 'Prefer: x' 'http://localhost:4080${target}'`,
  })
})

test.each([
  ['a=+x+&b=&c=%20', { a: 'x', b: null, c: null }],
  ['a=1&a=2', { a: '2' }],
  ['a.b=1&c d=2', { a_b: '1', c_d: '2' }],
  ['a[]=1&a[]=é/"', { a: '["1","é/\\""]' }],
  ['a[x]=1&a[y][]=&a[y][]=2', { a: '{"x":"1","y":[null,"2"]}' }],
  ['a=%C3%A9%F0%9F%99%82', { a: 'é🙂' }],
  ['a=%FF&%FE=b&c[%FF]=%FE', { a: '\ufffd', '\ufffd': 'b', c: '{"\ufffd":"\ufffd"}' }],
  ['__proto__=1&constructor=2', JSON.parse('{"__proto__":"1","constructor":"2"}')],
  ['a[]=1&'.repeat(1001), {}],
  [`a${'[]'.repeat(100)}=1`, {}],
])('reads the parameters of %s as Laravel does', (query, parameters) => {
  const binary = Buffer.from(query).toString('latin1')
  expect(describeWith({ target: `/api?${binary}` }).parameters).toEqual(parameters)
})

describe('ignored', () => {
  const target =
    '/api/user/conversations?type=api&date_from=2025-01-01&customer_phone=1&page=1&cursor=&x[]=1'

  test.each([
    ['nicecall', ['customer_phone', 'cursor', 'x']],
    ['autocalls', ['date_from', 'page', 'x']],
    ['combined', ['page', 'x']],
    [null, []],
  ] as const)('are in edition %s: %j', (edition, ignored) => {
    expect(describeWith({ edition, target }).ignored).toEqual(ignored)
  })

  test('is no page without a cursor', () => {
    expect(describeWith({ target: '/api?page=2' }).ignored).toEqual([])
  })
})

test.each([
  {},
  {
    user: null,
    token: null,
    edition: null,
    status: null,
    rows: null,
    accept: null,
    time: 0,
    duration: 0,
  },
  { target: '/\xff?\xff=\xff', accept: '\xe9', correlation: '\xff\x00', preferences: '\xc3\xa9' },
  { target: '' },
  { target: '*' },
  { target: 'http://host/a?b=c' },
  { target: `/?${'%'.repeat(8000)}` },
])('is what the schema says, and JSON that anything can read: %j', (changes) => {
  const made = describeWith(changes)
  expect(RequestEntry.parse(made)).toEqual(made)
  expect(JSON.stringify(made)).not.toMatch(/\\ud[89a-f]/)
  expect(made.path + made.query + made.curl).toMatch(/^[ -~]*$/)
})
