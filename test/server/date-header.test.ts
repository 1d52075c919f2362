// The Date header follows the clock of the emulated application, like all its other times.

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { httpDate } from '../../src/laravel/http-date.ts'
import { type Fault, type MockUser, startMock } from '../../src/index.ts'

const PATH = '/api/user/conversations'
const SERVER = '2025-01-25T14:30:00Z'
const USER = '2031-07-01T00:00:00.900Z'
const OF_THE_SERVER = 'Sat, 25 Jan 2025 14:30:00 GMT'
const OF_THE_USER = 'Tue, 01 Jul 2031 00:00:00 GMT'

const mock = await startMock({ dataset: 'one', rateLimit: 100 })
let user: MockUser
afterAll(() => mock.close())
beforeEach(async () => {
  await mock.reset()
  user = await mock.createUser({ dataset: { fixture: 'documented' } })
  await mock.clock.freeze(SERVER)
  await user.clock.freeze(USER)
})

type Asking = {
  readonly query?: string
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
}

const ask = ({
  query = '',
  path = PATH,
  method = 'GET',
  headers = {},
}: Asking = {}): Promise<Response> =>
  fetch(`${mock.url}${path}${query}`, {
    method,
    headers: { Authorization: `Bearer ${user.token()}`, ...headers },
  })

const dateOf = async (asking: Asking = {}): Promise<string | null> =>
  (await ask(asking)).headers.get('date')

describe("is on the user's clock", () => {
  test.each<[string, Asking, number]>([
    ['a list', {}, 200],
    ['HEAD', { method: 'HEAD' }, 200],
    ['an empty page', { query: '?page=99' }, 200],
    ['a refusal', { query: '?per_page=0' }, 422],
    ['a failure', { query: '?date_from[]=x&date_to=2025-01-01' }, 500],
    ['a path that is not there', { path: '/api/nope' }, 404],
    ['a method that is not there', { method: 'DELETE' }, 405],
    ['OPTIONS', { method: 'OPTIONS' }, 200],
    [
      'a preflight',
      { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'GET' } },
      204,
    ],
    ['a preference', { headers: { Prefer: 'code=503' } }, 503],
    ['a preference without a body', { headers: { Prefer: 'code=304' } }, 304],
    ['a late answer', { headers: { Prefer: 'delay=20' } }, 200],
  ])('on %s', async (_, asking, status) => {
    const response = await ask(asking)
    expect([response.status, response.headers.get('date')]).toEqual([status, OF_THE_USER])
  })

  test.each<Fault['effect']>([
    { type: 'status', status: 204 },
    { type: 'status', status: 304 },
    { type: 'status', status: 502 },
    { type: 'rate_limit' },
    { type: 'maintenance' },
    { type: 'malformed' },
    { type: 'slow', bytes_per_second: 1_000_000 },
    { type: 'truncate', bytes: 10 },
    { type: 'short_page' },
    { type: 'delay', milliseconds: 20 },
  ])('with the fault %j', async (effect) => {
    await user.faults.arm({ effect })
    const response = await ask()
    expect([response.headers.get('x-mock-fault'), response.headers.get('date')]).toEqual([
      effect.type,
      OF_THE_USER,
    ])
    await response.text().catch(() => 'cut')
  })

  test('and agrees with what a 429 says of time', async () => {
    await user.faults.arm({ effect: { type: 'rate_limit', retry_after: 30 } })
    const { headers } = await ask()
    const answeredAt = Date.parse(String(headers.get('date'))) / 1000
    expect(answeredAt + Number(headers.get('retry-after'))).toBe(
      Number(headers.get('x-ratelimit-reset')),
    )
  })

  test('and moves with it', async () => {
    await user.clock.advance(0.1)
    expect(await dateOf()).toBe('Tue, 01 Jul 2031 00:00:01 GMT')
    await user.clock.advance(86_400)
    expect(await dateOf()).toBe('Wed, 02 Jul 2031 00:00:01 GMT')
    await user.clock.resume()
    expect(await dateOf()).toBe(OF_THE_SERVER)
  })
})

test("is on the server's clock where no token says whose it is", async () => {
  expect(await dateOf({ headers: { Authorization: 'Bearer wrong' } })).toBe(OF_THE_SERVER)
  expect(await dateOf({ path: '/api/nope', headers: { Authorization: '' } })).toBe(OF_THE_SERVER)
})

test('is what a status fault says in its place, and comes once', async () => {
  const date = 'Thu, 01 Jan 1970 00:00:00 GMT'
  await user.faults.arm({ effect: { type: 'status', status: 503, headers: { date } } })
  expect(await dateOf()).toBe(date)
})

test.each(['/', '/livez', '/readyz', '/openapi.json', '/__admin/status'])(
  'is real time on %s',
  async (path) => {
    const real = Date.parse(
      String(await dateOf({ path, headers: { Authorization: `Bearer ${mock.adminToken}` } })),
    )
    expect(Math.abs(Date.now() - real)).toBeLessThan(60_000)
  },
)

test.each([
  [0, 'Thu, 01 Jan 1970 00:00:00 GMT'],
  [1_737_815_400.999, 'Sat, 25 Jan 2025 14:30:00 GMT'],
  [253_402_300_799.999, 'Fri, 31 Dec 9999 23:59:59 GMT'],
])('says %d as %s', (time, text) => {
  expect(httpDate(time)).toBe(text)
})
