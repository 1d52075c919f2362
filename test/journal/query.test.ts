import { describe, expect, test } from 'vitest'
import { toSentence } from '../../src/problems/problems.ts'
import { toFields } from '../../src/journal/query.ts'
import { JournalQuery } from '../../src/journal/filter-schemas.ts'
import { Expectation } from '../../src/journal/verification-schemas.ts'

const parse = (text: string) => JournalQuery.safeParse(toFields(new URLSearchParams(text)))

describe('a query string', () => {
  test.each([
    ['', {}],
    [
      'user=1&token=2&rows=0&limit=5&after=0&before=9',
      { user: 1, token: 2, rows: 0, limit: 5, after: 0, before: 9 },
    ],
    [
      'user=&token=&edition=&status=&correlation=&rows=',
      { user: null, token: null, edition: null, status: null, correlation: null, rows: null },
    ],
    [
      'method=get&path=/a&target=b&fault=any&ignored=1&correlation=2',
      { method: 'get', path: '/a', target: 'b', fault: 'any', ignored: '1', correlation: '2' },
    ],
    ['status=404', { status: 404 }],
    ['status=4xx', { status: '4xx' }],
    ['status=404,5XX', { status: [404, '5XX'] }],
    ['status=404&status=5xx', { status: [404, '5xx'] }],
    ['status=404&status=500,503', { status: [404, 500, 503] }],
    [
      'min_duration=1.5&since=1737815400.5&until=2025-01-25T14:30:00Z',
      { min_duration: 1.5, since: 1_737_815_400.5, until: '2025-01-25T14:30:00Z' },
    ],
    ['since=2025-01-25T14:30:00.123%2B02:00', { since: '2025-01-25T14:30:00.123+02:00' }],
    ['order=oldest&edition=autocalls', { order: 'oldest', edition: 'autocalls' }],
    [
      'parameter.type=widget&parameter.page=2&parameter.cursor=',
      { parameters: { type: 'widget', page: '2', cursor: null } },
    ],
    ['parameter.a.b=c', { parameters: { 'a.b': 'c' } }],
  ])('%s means %j', (text, fields) => {
    const result = parse(text)
    expect(result.error).toBeUndefined()
    expect(result.data).toEqual({ limit: 100, order: 'newest', ...fields })
  })

  test.each([
    'users=1',
    'parameters=x',
    'parameter.=d',
    '__proto__=1',
    'user=x',
    'user=1&user=2',
    'user=1.5',
    'limit=0',
    'limit=1001',
    'limit=',
    'limit=1e2',
    'limit=0x10',
    'order=up',
    'edition=other',
    'status=99',
    'status=4x',
    'status=404,',
    'status=,',
    'since=yesterday',
    'since=2025-01-25T14:30:00',
    'since=2025-02-30T14:30:00Z',
    'until=',
    'method=',
    'path=/a&path=/b',
    'after=-1',
    'min_duration=-1',
    'parameter.a=1&parameter.a=2',
  ])('%s is refused', (text) => {
    expect(parse(text).success).toBe(false)
  })
})

test.each([
  { status: [404, '5xx'], parameters: { per_page: 50, type: 'widget', cursor: null }, user: null },
  { since: 0, until: 1.5 },
])('JSON may say %j', (fields) => {
  expect(JournalQuery.parse(fields)).toEqual({ limit: 100, order: 'newest', ...fields })
})

test.each([
  { users: 1 },
  { user: '1' },
  { status: [] },
  { parameters: { a: true } },
  { parameters: { a: [] } },
  { fault: null },
])('JSON must not say %j', (fields) => {
  expect(JournalQuery.safeParse(fields).success).toBe(false)
})

test.each([
  [{ since: 'yesterday' }, 'must be a time such as 2025-01-25T14:30:00Z, or Unix seconds'],
  [{ status: '4x' }, 'must be a status such as 404, a class such as 4xx, or a list of them'],
  [{ status: 5 }, 'must be a status such as 404, a class such as 4xx, or a list of them'],
  [{ parameters: { a: true } }, 'must be a text, a number or null'],
])('%j is told what it must be', (fields, sentence) => {
  expect(JournalQuery.safeParse(fields).error?.issues.map(toSentence)).toEqual([sentence])
})

describe('an expectation', () => {
  test.each([{}, { exactly: 0 }, { at_least: 2 }, { at_most: 0 }, { at_least: 2, at_most: 2 }])(
    'may be %j',
    (bounds) => {
      expect(Expectation.safeParse({ request: {}, ...bounds }).success).toBe(true)
    },
  )

  test.each([
    [{ request: {}, exactly: 1, at_least: 1 }, 'exactly'],
    [{ request: {}, exactly: 1, at_most: 1 }, 'exactly'],
    [{ request: {}, at_least: 2, at_most: 1 }, 'at_least'],
    [{ request: {}, exactly: -1 }, 'exactly'],
    [{ request: {}, at_least: 1.5 }, 'at_least'],
    [{ request: { limit: 1 } }, 'request'],
    [{ request: { order: 'newest' } }, 'request'],
    [{ request: { after: 1 } }, 'request'],
    [{}, 'request'],
  ])('%j is wrong at %s', (expectation, path) => {
    expect(Expectation.safeParse(expectation).error?.issues.map((issue) => issue.path[0])).toEqual([
      path,
    ])
  })
})
