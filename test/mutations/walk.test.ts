import { expect, test } from 'vitest'
import type { EditionName } from '../../src/editions.ts'
import { walkOf } from '../../src/mutations/walk.ts'
import { exchangeOf, tokenOf } from '../exchange.ts'

type Asked = {
  readonly json?: string
  readonly edition?: EditionName
  readonly tokenId?: number
  readonly correlation?: string
}

function place(query: string, { json = '', edition, tokenId = 1, correlation }: Asked = {}) {
  const token = tokenOf(1, tokenId)
  const headers = {
    ...(json !== '' && { 'content-type': 'application/json' }),
    ...(correlation !== undefined && { 'x-mock-walk': correlation }),
  }
  const exchange = exchangeOf(query, { headers, body: json, token, ...(edition && { edition }) })
  return walkOf(exchange, token)
}

test.each<[query: string, isFirst: boolean, asked?: Asked]>([
  ['', true],
  ['page=1', true],
  ['page=2', false],
  ['page=-3', true],
  ['page=two', true],
  ['page[]=2', true],
  ['cursor=', true],
  ['cursor=abc', false],
  ['cursor=abc&page=1', false],
  ['cursor=&page=2', true],
  ['page=2', true, { edition: 'autocalls' }],
  ['cursor=abc', false, { edition: 'autocalls' }],
  ['cursor=abc', true, { edition: 'nicecall' }],
  ['cursor=abc&page=2', false, { edition: 'nicecall' }],
  ['', false, { json: '{"page":2}' }],
  ['page=2', true, { json: '{"page":1}' }],
  ['page=2', false, { correlation: 'w' }],
  ['', true, { correlation: 'w' }],
])('?%s begins a walk: %j (%j)', (query, isFirst, asked) => {
  expect(place(query, asked)?.isFirst).toBe(isFirst)
})

test.each<[title: string, first: string, second: string, asked?: Asked]>([
  ['other pages', 'type=api&page=1', 'type=api&page=7'],
  ['cursors', 'type=api&cursor=', 'type=api&cursor=abc'],
  ['the cursor of a page', 'type=api', 'type=api&cursor=abc'],
  ['the order of parameters', 'type=api&per_page=5', 'per_page=5&type=api'],
  ['the default size', '', 'per_page=15'],
  ['the spelling of a number', 'assistant_id=7', 'assistant_id=%2B7'],
  ['what the API does not know', '', 'page=2&shoe_size=44'],
  ['what the edition does not honour', '', 'customer_phone=%2B1', { edition: 'nicecall' }],
  ['everything but the name', 'type=api', 'type=test&page=3&per_page=2', { correlation: 'w' }],
])('stays in the walk in spite of %s', (_, first, second, asked) => {
  expect(place(second, asked)?.walk).toBe(place(first, asked)?.walk)
})

test.each<[title: string, query: string, asked: Asked]>([
  ['by cursor with an edition of its own', 'type=api', { edition: 'autocalls' }],
  ['of another token', 'type=api', { tokenId: 2 }],
  ['of another filter', 'type=test', {}],
  ['of one filter more', 'type=api&assistant_id=7', {}],
  ['of another size', 'type=api&per_page=5', {}],
  ['with a name', 'type=api', { correlation: 'w' }],
  ['of a body with another filter', 'type=api', { json: '{"type":"test"}' }],
])('takes a request %s for another walk', (_, query, asked) => {
  expect(place(query, asked)?.walk).not.toBe(place('type=api')?.walk)
})

test('tells names apart', () => {
  expect(place('', { correlation: 'v' })?.walk).not.toBe(place('', { correlation: 'w' })?.walk)
})

test('knows no walk of input that the API refuses', () => {
  expect(place('per_page=1000')).toBeUndefined()
})
