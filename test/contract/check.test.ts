import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { expectInContract, expectInjectedInContract, violationsOf } from './check.ts'
import {
  answers,
  api,
  basic,
  combinedList,
  cursorList,
  listed,
  pageList,
  shortList,
  violations,
  whatsapp,
  widget,
} from './exchanges.ts'

test.each(Object.entries(answers))('holds %s', (_name, exchange) => {
  expect(violationsOf(exchange)).toEqual([])
})

test.each(Object.entries(violations))('does not hold %s', (_name, exchange) => {
  expect(violationsOf(exchange)).not.toEqual([])
})

describe.each(
  Object.entries({
    'a page': pageList,
    'a page with cursors': combinedList,
    'seven cursor keys': cursorList,
    'five cursor keys': shortList,
  }),
)('%s', (_name, list) => {
  test.each(Object.keys(list))('needs %s', (key) => {
    expect(violationsOf(listed(without(list, key)))).not.toEqual([])
  })
})

describe.each(Object.entries({ basic, widget, whatsapp }))('a %s row', (name, row) => {
  test.each(Object.keys(row))('needs %s', (key) => {
    const list = name === 'basic' ? pageList : shortList
    expect(violationsOf(listed({ ...list, data: [without(row, key)] }))).not.toEqual([])
  })
})

test('a violation names the request and what is wrong', () => {
  expect(() =>
    expectInContract(listed({ ...pageList, total: '1' }, { ...api, ETag: 'x' })),
  ).toThrow(
    /GET \/api\/user\/conversations\?per_page=15 answered 200 .*header etag is not documented\n.*body\/total must be integer\n/s,
  )
})

test('answers of inject() are held by their own request', async () => {
  const app = Fastify()
  app.get('/livez', () => ({ status: 'live' }))
  app.get('/readyz', () => ({ status: 'live' }))

  expectInjectedInContract(await app.inject('/livez?x=1'))
  expectInjectedInContract(await app.inject({ method: 'HEAD', url: '/livez' }))
  const wrong = await app.inject('/readyz')
  expect(() => expectInjectedInContract(wrong)).toThrow('body/status')
})

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}
