import { describe, expect, test } from 'vitest'
import { toCurl, toFetch } from '../../src/dashboard/code/printed.ts'
import {
  atPosition,
  editionOf,
  isDay,
  isHonoured,
  lostBetween,
  type Query,
  queryOf,
  queryOfUrl,
  toSearch,
  unknownOf,
  withFilter,
} from '../../src/dashboard/conversations/query.ts'
import { read } from '../../src/dashboard/conversations/reading.ts'
import { toChanges, toTexts } from '../../src/dashboard/conversations/row-fields.ts'

const query: Query = [
  ['type', 'widget'],
  ['per_page', '5'],
  ['page', '3'],
]

describe('the query', () => {
  test('is everything in the address that is none of the view’s own', () => {
    expect(
      queryOf({
        user: '1',
        token: '4',
        type: 'nonsense',
        cursor: '',
        edition: 'combined',
        row: 'x',
      }),
    ).toEqual([
      ['type', 'nonsense'],
      ['cursor', ''],
    ])
  })

  test.each([
    [[], ''],
    [[['cursor', '']], '?cursor='],
    [[['customer_phone', '+1 555&x=#']], '?customer_phone=%2B1%20555%26x%3D%23'],
    [[['type[]', 'ä']], '?type%5B%5D=%C3%A4'],
    [[['type', '\ud800']], '?type=%EF%BF%BD'],
  ] satisfies [Query, string][])('%j is sent as %j', (pairs, search) => {
    expect(toSearch(pairs)).toBe(search)
  })

  test.each([
    ['type', 'api', '?type=api&per_page=5'],
    ['date_from', '2025-01-01', '?type=widget&per_page=5&date_from=2025-01-01'],
    ['type', '', '?per_page=5'],
  ])('begins anew with the filter %s=%s', (name, value, search) => {
    expect(toSearch(withFilter(query, name, value))).toBe(search)
  })

  test('keeps its filters at another place', () => {
    expect(toSearch(atPosition(query, 'page', 4))).toBe('?type=widget&per_page=5&page=4')
    expect(toSearch(atPosition(query, 'cursor', ''))).toBe('?type=widget&per_page=5&cursor=')
  })

  test('loses what a link does not carry, and only that', () => {
    const bare = queryOfUrl('https://app.nicecall.ai/api/user/conversations?page=4')
    expect(bare && lostBetween(query, bare)).toEqual([
      ['type', 'widget'],
      ['per_page', '5'],
    ])
    const whole = queryOfUrl(
      'http://localhost/api/user/conversations?type=widget&per_page=5&page=4',
    )
    expect(whole && lostBetween(query, whole)).toEqual([])
    expect(queryOfUrl('no url')).toBeNull()
  })

  test('knows what no edition documents, and what an edition ignores', () => {
    expect(unknownOf([...query, ['foo', 'bar']])).toEqual([['foo', 'bar']])
    expect(isHonoured('nicecall', 'customer_phone')).toBe(false)
    expect(isHonoured('autocalls', 'date_from')).toBe(false)
    expect(isHonoured('combined', 'cursor')).toBe(true)
    expect(editionOf('nonsense', 'nicecall')).toBe('nicecall')
    expect(editionOf('autocalls', 'nicecall')).toBe('autocalls')
  })

  test.each([
    ['2024-02-29', true],
    ['2025-02-29', false],
    ['2025-13-01', false],
    ['yesterday', false],
  ])('%s is a day: %s', (text, isOne) => {
    expect(isDay(text)).toBe(isOne)
  })
})

test('a request is printed with everything quoted', () => {
  const asked = {
    url: "http://localhost/x?type='",
    headers: [
      ['Authorization', "Bearer it's"],
      ['X-Own', '"'],
    ],
  } as const
  expect(toCurl(asked)).toBe(
    `curl -g 'http://localhost/x?type='\\''' \\\n  -H 'Authorization: Bearer it'\\''s' \\\n  -H 'X-Own: "'`,
  )
  expect(toFetch(asked)).toBe(
    `await fetch('http://localhost/x?type=\\'', { headers: { Authorization: 'Bearer it\\'s', 'X-Own': '"' } })`,
  )
})

describe('an answer', () => {
  const whole = { status: 200, problem: undefined }

  test.each([
    ['{"data":[],"current_page":1}', 'list'],
    ['{"data":[{"id":"x"}],"next_cursor":null}', 'list'],
    ['[]', 'unreadable'],
    ['{"data":[', 'unreadable'],
    ['', 'unreadable'],
    ['<html>', 'unreadable'],
  ])('%s reads as %s', (text, kind) => {
    expect(read({ ...whole, text }).kind).toBe(kind)
  })

  test('offers pages by number, with gaps', () => {
    const links = ['&laquo; Previous', '1', '2', '...', '9', 'Next &raquo;'].map((label) => ({
      label,
      url: null,
    }))
    const reading = read({
      ...whole,
      text: JSON.stringify({ data: [null, { id: 'x' }], current_page: 1, last_page: 9, links }),
    })
    expect(reading.kind === 'list' && [reading.list.numbers, reading.list.items]).toEqual([
      [1, 2, null, 9],
      [{ id: 'x' }],
    ])
  })

  test('that refuses says why, also where it is no JSON', () => {
    const text =
      '{"message":"The given data was invalid.","errors":{"type":["The selected type is invalid."]}}'
    expect(read({ status: 422, text, problem: undefined })).toEqual({
      kind: 'refusal',
      message: 'The given data was invalid.',
      errors: { type: ['The selected type is invalid.'] },
    })
    expect(read({ status: 500, text: '<h1>Oops</h1>', problem: undefined })).toMatchObject({
      kind: 'refusal',
      errors: {},
    })
  })

  test('that broke off is none, however much arrived', () => {
    expect(read({ status: 200, text: '{"data":[]}', problem: 'network error' }).kind).toBe('broken')
    expect(read({ status: null, text: '', problem: 'Failed to fetch' }).kind).toBe('broken')
  })
})

describe('a row in a form', () => {
  const variables =
    '{\n  "n": 9007199254740993,\n  "deep": {\n    "list": [\n      1.0,\n      "},"\n    ]\n  }\n}'
  const before = toTexts(
    `{"id":1,"type":"api","variables":${variables.replace(/\s/g, '')},"external_identifier":null,"ai_enabled":true,"message_count":3}`,
  )

  test('keeps the spelling of its variables', () => {
    expect(before).toMatchObject({
      variables,
      type: 'api',
      external_identifier: '',
      ai_enabled: 'true',
      message_count: '3',
    })
    expect(toTexts('{"variables":null,"type":"api"}').variables).toBe('null')
    expect(toTexts('{"variables":[]}').variables).toBe('[]')
  })

  test('sends nothing that was not touched', () => {
    expect(toChanges(before, before)).toEqual({ changes: {}, errors: {} })
  })

  test.each([
    ['message_count', '12', { message_count: 12 }],
    ['message_count', 'many', { message_count: 'many' }],
    ['ai_enabled', 'false', { ai_enabled: false }],
    ['external_identifier', 'crm-1', { external_identifier: 'crm-1' }],
    ['variables', '', { variables: null }],
    ['variables', '{"a": "9007199254740993"}', { variables: { a: '9007199254740993' } }],
  ])('sends %s=%j as what it stands for', (name, text, changes) => {
    expect(toChanges({ ...before, [name]: text }, before)).toEqual({ changes, errors: {} })
  })

  test('sends an emptied text as null', () => {
    expect(
      toChanges({ external_identifier: '' }, { external_identifier: 'crm-1' }).changes,
    ).toEqual({
      external_identifier: null,
    })
  })

  test.each(['{', '{"n": 9007199254740993}'])('does not send variables %s', (text) => {
    const { changes, errors } = toChanges({ ...before, variables: text }, before)
    expect(changes).toEqual({})
    expect(Object.keys(errors)).toEqual(['variables'])
  })

  test('of a new one sends what is not empty', () => {
    expect(toChanges({ type: 'api', customer_name: '' }).changes).toEqual({ type: 'api' })
  })
})
