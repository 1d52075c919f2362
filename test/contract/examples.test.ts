import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  errorExamples,
  type Example,
  htmlExamples,
  listExamples,
} from '../../src/contract/examples.ts'
import { type Mock, type Options, startMock } from '../../src/index.ts'
import { send } from '../golden/vectors.ts'
import { expectInContract } from './check.ts'

const settings = {
  demo: { dataset: 'demo' },
  documented: { dataset: 'documented' },
  negotiated: { dataset: 'demo', jsonErrors: 'negotiated' },
  limited: { dataset: 'demo', rateLimit: 1, jsonErrors: 'negotiated' },
} satisfies Record<string, Options>
type Setting = keyof typeof settings

const mocks = new Map<string, Mock>()
beforeAll(async () => {
  await Promise.all(
    Object.entries(settings).map(async ([name, options]) =>
      mocks.set(name, await startMock(options)),
    ),
  )
})
afterAll(async () => {
  await Promise.all([...mocks.values()].map((mock) => mock.close()))
})

type Asked = {
  mock?: Setting
  key?: string
  query?: string
  method?: string
  path?: string
  host?: string
  body?: string
  times?: number
}

const asked: readonly (readonly [Example, Asked])[] = [
  [listExamples.nicecall, { key: 'nicecall' }],
  [listExamples.aiployees, { key: 'aiployees', query: 'page=6' }],
  [listExamples.autocalls, { mock: 'documented', key: 'autocalls', query: 'per_page=2' }],
  [listExamples.combined, { key: 'combined', query: 'per_page=3' }],
  [listExamples.combinedCursor, { key: 'combined', query: 'per_page=3&cursor=' }],
  [errorExamples.unauthenticated, { key: 'unknown' }],
  [errorExamples.oneError, { query: 'type=foo' }],
  [errorExamples.moreErrors, { query: 'date_from=2025-01-24&date_to=2025-01-23&per_page=200.5' }],
  [errorExamples.badRequest, { host: 'local host' }],
  [errorExamples.routeNotFound, { path: '/api/nope' }],
  [errorExamples.methodNotAllowed, { method: 'POST' }],
  [errorExamples.tooLarge, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) }],
  [errorExamples.serverError, { query: 'cursor=eyJpZCI6MTAwfQ' }],
  [htmlExamples.login, { mock: 'negotiated', key: 'unknown' }],
  [htmlExamples.back, { mock: 'negotiated', query: 'type=foo' }],
  [htmlExamples.badRequest, { mock: 'negotiated', host: 'local host' }],
  [htmlExamples.notFound, { mock: 'negotiated', path: '/api/nope' }],
  [htmlExamples.methodNotAllowed, { mock: 'negotiated', method: 'POST' }],
  [
    htmlExamples.tooLarge,
    { mock: 'negotiated', method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) },
  ],
  [htmlExamples.tooManyAttempts, { mock: 'limited', times: 2 }],
  [htmlExamples.serverError, { mock: 'negotiated', query: 'cursor=eyJpZCI6MTAwfQ' }],
]

test.each(asked.map(([{ summary, value }, request]) => ({ summary, value, request })))(
  'is what the mock answers: $summary',
  async ({ value, request }) => {
    const { method, path, status, headers, body } = await ask(request)
    expect(typeof value === 'string' ? body : JSON.parse(body)).toEqual(value)
    expectInContract({ method, path, status, headers, body })
  },
)

async function ask({
  mock = 'demo',
  key = 'combined',
  query = '',
  method = 'GET',
  path = '/api/user/conversations',
  ...rest
}: Asked) {
  const { host = 'localhost:4080', body, times = 1 } = rest
  const headers = { Host: host, Authorization: `Bearer ${key}-demo-key` }
  const request = { method, path, query, headers, ...(body !== undefined && { body }) }
  const url = mocks.get(mock)?.url ?? ''
  await Promise.all(Array.from({ length: times - 1 }, () => send(url, request)))
  return { method, path, ...(await send(url, request)) }
}
