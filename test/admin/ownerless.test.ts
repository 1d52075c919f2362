import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { ask } from '../walking.ts'

let mock: Mock
beforeEach(async () => {
  mock = await startMock({ port: 0 })
})
afterEach(() => mock.close())

const fetchPage = (query: string, token?: string) =>
  ask({ url: mock.url, query, ...(token !== undefined && { token }) })

const found = async () =>
  (await mock.findings()).flatMap(({ rule, user, count, evidence }) =>
    rule === 'token-in-url' ? [[user, count, evidence.map(({ request }) => request.user)]] : [],
  )

test('a key in the URL is one finding, though only some requests have a valid token', async () => {
  await fetchPage('?api_key=secret')
  await fetchPage('?api_key=secret', mock.token('nicecall'))
  expect(await found()).toEqual([[1, 2, [1, null]]])
})

test('it is one finding each where clients of two users made the mistake', async () => {
  const other = await mock.createUser({ editions: ['nicecall'] })
  await fetchPage('?api_key=secret')
  await fetchPage('?api_key=secret', mock.token('nicecall'))
  await fetchPage('?api_key=secret', other.token())
  expect((await found()).map(([user, count]) => [user, count])).toEqual([
    [null, 1],
    [1, 1],
    [other.id, 1],
  ])
})

test('it is one finding without a user where no request had a valid token', async () => {
  await fetchPage('?api_key=secret')
  expect(await found()).toEqual([[null, 1, [null]]])
})
