import { Agent } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { countRequests } from '../../src/system/client-requests.ts'
import { expectInContract } from '../contract/check.ts'
import { type Answered, ask, LIST } from '../walking.ts'

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty' })
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

const asking = (query = '', headers: Record<string, string> = {}) => ({
  url: mock.url,
  token: mock.token('combined'),
  query,
  headers,
})
const newest = async () => (await mock.requests.list({ limit: 1 }))[0]
const bodyOf = ({ body }: Answered): unknown => JSON.parse(body)

describe('Prefer', () => {
  test.each([
    ['code=503', 503, 'code=503', 503],
    ['code=204', 204, 'code=204', 204],
    ['code="418"', 418, 'code=418', 418],
    ['CODE = 500', 500, 'code=500', 500],
    ['code=200', 200, 'code=200', 200],
    ['example=documented', 200, 'example=documented', 200],
    ['edition=autocalls', 200, 'edition=autocalls', 200],
    [
      'edition=nicecall, example=documented, delay=1',
      200,
      'delay=1, example=documented, edition=nicecall',
      200,
    ],
    ['delay=1; why=slow, code=404', 404, 'code=404, delay=1', 404],
    ['respond-async, wait=5, code=500', 500, 'code=500', 500],
    ['code=abc, code=500', 500, 'code=500', 500],
  ])('%s is done, said and remembered', async (prefer, status, said, remembered) => {
    const answer = await ask(asking('', { Prefer: prefer }))
    expect([answer.status, answer.headers['preference-applied']]).toEqual([status, said])
    expect(answer.headers['x-mock-fault']).toBeUndefined()
    expect(await newest()).toMatchObject({ status: remembered, preferences: prefer, faults: [] })
  })

  test.each([
    200, 201, 204, 302, 304, 400, 401, 403, 404, 405, 410, 413, 418, 419, 422, 429, 500, 502, 503,
    504, 599,
  ])(
    'code=%i gives what the contract allows, to GET and HEAD, and by a fault too',
    async (code) => {
      const headers = {
        Authorization: `Bearer ${mock.token('combined')}`,
        Accept: 'application/json',
      }
      const expectStatus = async (
        method: string,
        more: Record<string, string> = {},
      ): Promise<Response> => {
        const answer = await fetch(`${mock.url}${LIST}`, {
          method,
          headers: { ...headers, ...more },
          redirect: 'manual',
        })
        expectInContract({
          method,
          path: LIST,
          status: answer.status,
          headers: [...answer.headers],
          body: await answer.clone().text(),
        })
        expect(answer.status).toBe(code)
        return answer
      }
      const preferred = await expectStatus('GET', { Prefer: `code=${code}` })
      await expectStatus('HEAD', { Prefer: `code=${code}` })
      if (code === 200) return
      await mock.faults.arm({ effect: { type: 'status', status: code } })
      const faulted = await expectStatus('GET')
      await expectStatus('HEAD')
      expect(await faulted.text()).toBe(await preferred.text())
    },
  )

  test('422 comes with errors, 429 with four headers of its limit on the clock of the user, 503 with Retry-After', async () => {
    await mock.clock.freeze('2025-01-25T14:30:00Z')
    const invalid = await ask(asking('', { Prefer: 'code=422' }))
    expect(bodyOf(invalid)).toEqual({
      message: 'The selected type is invalid.',
      errors: { type: ['The selected type is invalid.'] },
    })
    expect((await ask(asking('', { Prefer: 'code=429' }))).headers).toMatchObject({
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
      'retry-after': '60',
      'x-ratelimit-reset': String(Date.UTC(2025, 0, 25, 14, 31) / 1000),
    })
    const down = await ask(asking('', { Prefer: 'code=503' }))
    expect([bodyOf(down), down.headers['retry-after']]).toEqual([
      { message: 'Service Unavailable' },
      '60',
    ])
  })

  test.each([
    'code=99',
    'code=600',
    'code',
    'code=',
    'code=5e2',
    'delay=-1',
    'delay=60001',
    'example=other',
    'edition=none',
    '=',
    ',,;',
    '"',
    'code="500',
    'x'.repeat(5000),
  ])('%s asks for nothing', async (prefer) => {
    const answer = await ask(asking('', { Prefer: prefer }))
    expect([answer.status, answer.headers['preference-applied']]).toEqual([200, undefined])
  })

  test('edition and example change what the list is, code what Laravel says', async () => {
    const other = await ask(asking('', { Prefer: 'edition=autocalls' }))
    expect(bodyOf(other)).toHaveProperty('next_cursor')
    const documented = await ask(asking('', { Prefer: 'example=documented, edition=autocalls' }))
    expect(documented.body).not.toBe(other.body)
    expect(bodyOf(await ask(asking('', { Prefer: 'code=401' })))).toEqual({
      message: 'Unauthenticated.',
    })
    expect(await newest()).toMatchObject({ edition: 'combined', rows: null })
  })

  test('is for one request alone, also on a connection that is kept', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const plain = await ask({ ...asking(), agent })
    for (const prefer of ['code=503', 'edition=autocalls', 'example=documented', 'delay=1']) {
      await ask({ ...asking('', { Prefer: prefer }), agent })
      const after = await ask({ ...asking(), agent })
      expect([after.status, after.body, after.headers['preference-applied']]).toEqual([
        200,
        plain.body,
        undefined,
      ])
    }
    agent.destroy()
  })

  test('a status that is asked for is not one that a fault waits for', async () => {
    const fault = await mock.faults.arm({ times: 1, effect: { type: 'status', status: 500 } })
    expect((await ask(asking('', { Prefer: 'code=418' }))).status).toBe(418)
    expect(await mock.faults.find(fault.id)).toMatchObject({ matched: 0, remaining: 1 })
    expect((await ask(asking())).status).toBe(500)
  })
})

describe('the journal', () => {
  test('remembers every request, and no call of the admin API', async () => {
    await ask(asking('?page=2&nope=1', { 'X-Request-ID': 'r1' }))
    await ask({ url: mock.url, path: '/nowhere', token: 'x' })
    await expect.poll(() => mock.requests.count()).toBe(2)
    expect(await mock.requests.list({ order: 'oldest' })).toMatchObject([
      {
        method: 'GET',
        path: LIST,
        query: 'page=2&nope=1',
        parameters: { page: '2', nope: '1' },
        ignored: ['nope'],
        status: 200,
        rows: 15,
        correlation: 'r1',
        user: 1,
      },
      { path: '/nowhere', status: 404, rows: null, user: null, token: null, edition: null },
    ])
  })

  test('keeps the time of the clock of whoever asks', async () => {
    await mock.clock.freeze('2001-02-03T04:05:06.789Z')
    await ask(asking())
    expect((await newest())?.time).toBe('2001-02-03T04:05:06.789Z')
  })
})

test('requests of clients are counted for the collection of garbage, and admin calls are not', async () => {
  const before = countRequests()
  await ask(asking())
  await mock.requests.list({ limit: 1 })
  expect(countRequests()).toBe(before + 1)
})
