import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/journal/entry.ts'
import { FIRST } from '../../src/walks/list-target.ts'
import { createStepReader } from '../../src/walks/step.ts'
import { entry } from '../journal/entries.ts'

const LIST = '/api/user/conversations'
const list = { ids: '3,2,1', total: 43, next: '2', previous: null }

const read = (changes: Partial<Entry>) => createStepReader()(entry({ list, ...changes }))

describe('what is no request for a list', () => {
  test.each([
    ['another method', { method: 'POST' }],
    ['HEAD, which brings no rows', { method: 'HEAD' }],
    ['another path', { target: '/api/user' }],
    ['a path below the list', { target: `${LIST}/1` }],
    ['the path in other letters', { target: LIST.toUpperCase() }],
    ['a GET with a body, which Laravel reads parameters from', { hasBody: true }],
    ['a good answer from before anybody judged', { list: null }],
  ])('%s', (_what, changes) => {
    expect(read(changes)).toBeUndefined()
  })

  test.each([
    ['a refusal', { status: 401, list: null }],
    ['a connection that was cut', { status: null, list: null }],
    ['an absolute target', { target: `http://127.0.0.1:4080${LIST}?page=2` }],
    ['a slash at the end', { target: `${LIST}/` }],
    ['an escaped path', { target: '/api/user/%63onversations' }],
  ])('is not %s', (_what, changes) => {
    expect(read(changes)).toBeDefined()
  })
})

const page = (number: number) => ({
  paginator: 'page',
  page: number,
  cursor: null,
  position: number === 1 ? FIRST : String(number),
})
const cursor = (text: string | null) => ({
  paginator: 'cursor',
  page: null,
  cursor: text,
  position: text ?? FIRST,
})

describe('of a request with a thousand parameters', () => {
  const others = Array.from({ length: 900 }, (_, index) => `p${index}=${index}`)
  const credentials = Array.from({ length: 90 }, (_, index) => `k${index}=***`)

  test('a step keeps the documented ones, and the first of the others and of the credentials', () => {
    const query = [...others, ...credentials, 'type=widget', 'page=2'].join('&')
    const names = [...(read({ target: `${LIST}?${query}` })?.parameters.keys() ?? [])]
    expect(names).toEqual([
      ...Array.from({ length: 50 }, (_, index) => `p${index}`),
      ...Array.from({ length: 50 }, (_, index) => `k${index}`),
      'type',
      'page',
    ])
  })
})

test('the key of long options is short, and equal for equal options alone', () => {
  const long = 'x'.repeat(5000)
  const [key, same, other] = [`${long}1`, `${long}1&page=2`, `${long}2`].map(
    (value) => read({ target: `${LIST}?external_identifier=${value}` })?.optionsKey,
  )
  expect(key?.length).toBeLessThan(100)
  expect({ same, isOther: other !== key }).toEqual({ same: key, isOther: true })
})

describe('the position', () => {
  test.each([
    ['', 'combined', page(1)],
    ['page=1', 'combined', page(1)],
    ['page=', 'combined', page(1)],
    ['page=2', 'combined', page(2)],
    ['page=%202', 'combined', page(2)],
    ['page=2&page=3', 'combined', page(3)],
    ['page=0', 'combined', page(1)],
    ['page=-1', 'combined', page(1)],
    ['page=two', 'combined', page(1)],
    ['page[]=2', 'combined', page(1)],
    ['cursor=', 'combined', cursor(null)],
    ['cursor=abc', 'combined', cursor('abc')],
    ['cursor=abc&page=2', 'combined', cursor('abc')],
    ['cursor=a%2Bb', 'combined', cursor('a+b')],
    ['cursor=abc', 'nicecall', page(1)],
    ['cursor=abc&page=2', 'aiployees', page(2)],
    ['', 'autocalls', cursor(null)],
    ['page=2', 'autocalls', cursor(null)],
    ['page=2', null, page(2)],
  ] as const)('of ?%s in %s', (query, edition, position) => {
    expect(read({ target: `${LIST}?${query}`, edition })).toMatchObject(position)
  })
})

describe('options', () => {
  test.each([
    ['', 'combined', {}],
    ['page=2&cursor=x', 'combined', {}],
    ['type=widget&per_page=10', 'combined', { type: 'widget', per_page: '10' }],
    ['per_page=15', 'combined', {}],
    ['per_page=015', 'combined', {}],
    ['type=', 'combined', {}],
    ['type=widget&status=open&limit=5', 'combined', { type: 'widget' }],
    ['customer_phone=%2B49&date_from=2025-01-01', 'nicecall', { date_from: '2025-01-01' }],
    ['customer_phone=%2B49&date_from=2025-01-01', 'autocalls', { customer_phone: '+49' }],
  ] as const)('of ?%s in %s are what it honours', (query, edition, options) => {
    expect(
      Object.fromEntries(read({ target: `${LIST}?${query}`, edition })?.options ?? []),
    ).toEqual(options)
  })

  test.each([
    ['type=api&per_page=5', 'per_page=5&type=api', true],
    ['type=api&page=2', 'type=api', true],
    ['type=api&per_page=15', 'type=api', true],
    ['type=api&color=red', 'type=api', true],
    ['type=api', 'type=widget', false],
    ['type=api', 'type=api&per_page=16', false],
    ['page=1', 'cursor=', false],
  ])('?%s has the same as ?%s: %s', (one, other, isSame) => {
    const [key, otherKey] = [one, other].map(
      (query) => read({ target: `${LIST}?${query}` })?.optionsKey,
    )
    expect(key === otherKey).toBe(isSame)
  })

  test.each([
    ['', 15, 3],
    ['per_page=10', 10, 5],
    ['per_page=43', 43, 1],
    ['per_page=42', 42, 2],
  ])('?%s makes pages of %i, %i of them', (query, perPage, lastPage) => {
    expect(read({ target: `${LIST}?${query}` })).toMatchObject({ perPage, lastPage })
  })

  test('a list without rows has one page, one by cursor tells none', () => {
    expect(read({ list: { ...list, total: 0 } })?.lastPage).toBe(1)
    expect(read({ list: { ...list, total: null } })?.lastPage).toBeNull()
  })
})

describe('the answered', () => {
  test.each([
    [{}, 'served'],
    [{ faults: ['delay'] }, 'served'],
    [{ faults: ['short_page'] }, 'served'],
    [{ status: 429, list: null }, 'failed'],
    [{ status: 500, list: null }, 'failed'],
    [{ status: 503, list: null }, 'failed'],
    [{ status: null, list: null }, 'failed'],
    [{ status: 200, faults: ['truncate'] }, 'failed'],
    [{ status: 200, faults: ['delay', 'malformed'] }, 'failed'],
    [{ status: 401, list: null }, 'refused'],
    [{ status: 422, list: null }, 'refused'],
  ] as const)('of %j is %s, and only what was served has a list', (changes, answered) => {
    expect(read(changes)).toMatchObject({ answered, list: answered === 'served' ? list : null })
  })

  test('has left after the time it took and the time it was held back', () => {
    expect(read({ at: 100, duration: 2, delay: 30 })?.sentAt).toBe(132)
  })
})
