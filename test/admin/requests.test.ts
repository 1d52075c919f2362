import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { RequestEntry, RequestInFull } from '../../src/journal/schemas.ts'
import { type Mock, startMock } from '../../src/index.ts'
import { call } from './calls.ts'
import { del, get, MADE, post, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()
const STATUS = 'must be a status such as 404, a class such as 4xx, or a list of them'
const TIME = 'must be a time such as 2025-01-25T14:30:00Z, or Unix seconds'

const Found = z.object({ total: z.int(), requests: z.array(RequestEntry) })

/** A mock with five requests of two users. The ids start at 1. */
async function startAsked(): Promise<Mock> {
  const own = await startMock({ dataset: 'thirty' })
  await own.clock.freeze('2025-03-01T12:00:00Z')
  const user = await own.createUser({ dataset: { fixture: 'one' } })
  const ask = async (token: string, query: string, headers: Record<string, string> = {}) => {
    await fetch(`${own.url}/api/user/conversations${query}`, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json', ...headers },
    })
    await own.clock.advance(60)
  }
  await ask(own.token('combined'), '?per_page=5&type=widget', { 'X-Mock-Walk': 'first' })
  await ask(own.token('combined'), '?page=2&status=open', { Prefer: 'code=503' })
  await ask(user.token('autocalls'), '')
  await ask('nonsense', '?api_key=secret')
  await ask(user.token('nicecall'), '?per_page=500')
  return own
}

/** A mock for tests that change nothing. */
let asked: Mock
beforeAll(async () => {
  asked = await startAsked()
})
afterAll(() => asked.close())

describe('GET /requests/{id}', () => {
  test('brings the body of a request, and null where there was none', async () => {
    const own = await startMock({ dataset: 'thirty' })
    try {
      const send = (init: RequestInit = {}) => fetch(`${own.url}/api/conversations`, init)
      await send({
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"message":"zu spät","token":"x"}',
      })
      await send()
      expect(RequestInFull.parse((await call(own, get('/requests/1'))).body).body).toEqual({
        type: 'application/json',
        size: 34,
        text: '{"message":"zu spät","token":"***"}',
        is_cut: false,
      })
      expect((await own.requests.find(1))?.body?.size).toBe(34)
      expect(RequestInFull.parse((await call(own, get('/requests/2'))).body).body).toBeNull()
    } finally {
      await own.close()
    }
  })
})

describe('GET /requests', () => {
  test.each([
    ['', [5, 4, 3, 2, 1]],
    ['order=oldest&limit=2', [1, 2]],
    ['after=3', [5, 4]],
    ['before=3', [2, 1]],
    ['before=5&limit=2', [4, 3]],
    ['before=3&limit=2&order=oldest', [1, 2]],
    ['before=5&after=2&status=4xx', [4]],
    ['user=1', [2, 1]],
    [`user=${MADE}`, [5, 3]],
    ['user=', [4]],
    ['token=', [4]],
    ['edition=autocalls', [3]],
    ['edition=', [4]],
    ['method=get', [5, 4, 3, 2, 1]],
    ['path=/api/user/conversations&limit=1', [5]],
    ['target=per_page', [5, 1]],
    ['status=200', [3, 1]],
    ['status=4xx', [5, 4]],
    ['status=401,5xx', [4, 2]],
    ['status=401&status=422', [5, 4]],
    ['fault=any', []],
    ['fault=none&limit=1', [5]],
    ['parameter.type=widget', [1]],
    ['parameter.page=', [5, 4, 3, 1]],
    ['ignored=status', [2]],
    ['correlation=first', [1]],
    ['rows=1', [3]],
    ['since=2025-03-01T12:03:00Z', [5, 4]],
    ['until=2025-03-01T13:01:00%2B01:00', [2, 1]],
    [`since=${Date.UTC(2025, 2, 1, 12, 4) / 1000}`, [5]],
    ['min_duration=60000', []],
  ])('finds by %s', async (query, ids) => {
    const { body } = await call(asked, get(`/requests?${query}`))
    const { total, requests } = Found.parse(body)
    expect(requests.map(({ id }) => id)).toEqual(ids)
    expect(total).toBeGreaterThanOrEqual(ids.length)
    const filters = query.replace(/&?(?:order|limit|after|before)=\w+/g, '')
    if (!/after|before/.test(query))
      expect((await call(asked, get(`/requests/count?${filters}`))).body).toEqual({ count: total })
  })

  test('tells what a person needs to ask again, without secrets', async () => {
    const { body, text } = await call(asked, get('/requests/4'))
    expect(body).toMatchObject({
      id: 4,
      time: '2025-03-01T12:03:00.000Z',
      user: null,
      status: 401,
      query: 'api_key=***',
    })
    expect(text).not.toMatch(/nonsense|secret/)
    expect((await call(asked, get('/requests/1'))).body).toMatchObject({
      curl: expect.stringContaining(
        `-H "Authorization: Bearer $TOKEN" -H 'Accept: application/json' '${asked.url}/api`,
      ),
    })
  })

  testRefusals(mock, [
    [
      'an unknown user',
      get('/requests?user=99999'),
      404,
      null,
      'there is no user 99999; see GET /__admin/users',
    ],
    ['a user in words', get('/requests?user=one'), 422, 'user', 'must be a number'],
    ['two users', get('/requests?user=1&user=2'), 422, 'user', 'is given 2 times; give it once'],
    [
      'an unknown token',
      get('/requests?token=99'),
      422,
      'token',
      'names 99, which is no token there; see GET /__admin/users',
    ],
    ['an unknown name', get('/requests?type=widget'), 422, 'type', 'is not known here'],
    [
      'a name of the prototype',
      get('/requests?__proto__=1'),
      422,
      '__proto__',
      'is not known here',
    ],
    [
      'a parameter of the prototype',
      get('/requests?parameter.__proto__=1'),
      422,
      '["parameter.__proto__"]',
      'is not known here',
    ],
    [
      'a parameter without name',
      get('/requests?parameter.=1'),
      422,
      'parameters.',
      'must be at least 1 character long',
    ],
    [
      'a parameter twice',
      get('/requests?parameter.a=1&parameter.a=2'),
      422,
      'parameters.a',
      'is given 2 times; give it once',
    ],
    ['parameters as a text', get('/requests?parameters=a'), 422, 'parameters', 'must be an object'],
    ['a status in words', get('/requests?status=ok'), 422, 'status', STATUS],
    ['a list with a status in words', get('/requests?status=200,ok'), 422, 'status[1]', STATUS],
    ['a status of 99', get('/requests?status=99'), 422, 'status', STATUS],
    [
      'too many statuses',
      get(`/requests?status=${Array(21).fill('200').join(',')}`),
      422,
      'status',
      'must have at most 20 entries',
    ],
    [
      'an unknown edition',
      get('/requests?edition=x'),
      422,
      'edition',
      'must be one of nicecall, aiployees, autocalls, combined',
    ],
    ['an empty path', get('/requests?path='), 422, 'path', 'must be at least 1 character long'],
    [
      'two methods',
      get('/requests?method=GET&method=POST'),
      422,
      'method',
      'is given 2 times; give it once',
    ],
    ['a limit of 0', get('/requests?limit=0'), 422, 'limit', 'must be at least 1'],
    ['a limit of 1001', get('/requests?limit=1001'), 422, 'limit', 'must be at most 1000'],
    ['an empty limit', get('/requests?limit='), 422, 'limit', 'must be a number'],
    ['an unknown order', get('/requests?order=up'), 422, 'order', 'must be one of newest, oldest'],
    ['rows below 0', get('/requests?rows=-1'), 422, 'rows', 'must be at least 0'],
    ['an id below 0', get('/requests?after=-1'), 422, 'after', 'must be at least 0'],
    ['an upper id below 0', get('/requests?before=-1'), 422, 'before', 'must be at least 0'],
    ['an upper id in words', get('/requests?before=last'), 422, 'before', 'must be a number'],
    [
      'two upper ids',
      get('/requests?before=1&before=2'),
      422,
      'before',
      'is given 2 times; give it once',
    ],
    [
      'a duration in words',
      get('/requests?min_duration=long'),
      422,
      'min_duration',
      'must be a number',
    ],
    ['a time in words', get('/requests?since=yesterday'), 422, 'since', TIME],
    ['a day', get('/requests?until=2025-01-01'), 422, 'until', TIME],
    ['to count with a limit', get('/requests/count?limit=5'), 422, 'limit', 'is not known here'],
    ['to count before an id', get('/requests/count?before=5'), 422, 'before', 'is not known here'],
    [
      'to count for an unknown user',
      get('/requests/count?user=99999'),
      404,
      null,
      'there is no user 99999',
    ],
    [
      'an unknown request',
      get('/requests/99999'),
      404,
      null,
      'there is no request 99999 in the journal; see GET /__admin/requests',
    ],
    ['a request without number', get('/requests/first'), 422, 'id', 'must be a whole number'],
    [
      'to follow an unknown user',
      get('/requests/stream?user=99999'),
      404,
      null,
      'there is no user 99999',
    ],
    [
      'to follow before an id',
      get('/requests/stream?before=5'),
      422,
      'before',
      'is not known here',
    ],
    ['to follow with a limit', get('/requests/stream?limit=1'), 422, 'limit', 'is not known here'],
    ...userRefusals('DELETE', '/requests'),
    ['to forget by path', del('/requests?path=/'), 422, 'path', 'is not known here'],
  ])
})

test('DELETE /requests forgets those of a user, or all', async () => {
  await using own = await startAsked()
  expect((await call(own, del(`/requests?user=${MADE}`))).body).toEqual({ removed: 2 })
  expect((await call(own, get('/requests/count'))).body).toEqual({ count: 3 })
  expect((await call(own, del('/requests'))).body).toEqual({ removed: 3 })
})

const verify = (fields: object) => post('/requests/verify', { request: {}, ...fields })

describe('POST /requests/verify', () => {
  test.each([
    [{ request: { status: 200 }, exactly: 2 }, 200, 2],
    [{ request: { status: [200, '5xx'] }, at_least: 3 }, 200, 3],
    [{ request: { user: null, token: null }, at_most: 1 }, 200, 1],
    [{ request: { parameters: { per_page: 5, page: null } } }, 200, 1],
    [{ request: { status: 200 }, exactly: 1 }, 409, 2],
    [{ request: { edition: 'aiployees' } }, 409, 0],
    [{ request: {}, at_most: 4 }, 409, 5],
  ])('%j', async (expectation, status, count) => {
    const answer = await call(asked, post('/requests/verify', expectation))
    expect(answer).toMatchObject({ status, body: { verified: status === 200, count } })
    if (count === 0)
      expect(answer.body).toMatchObject({
        near_misses: [
          { mismatches: [{ field: 'edition', expected: 'aiployees' }] },
          {},
          {},
          {},
          {},
        ],
      })
  })

  test('counts those of the user of the query', async () => {
    expect(
      (
        await call(asked, {
          ...verify({ exactly: 2 }),
          path: `/__admin/requests/verify?user=${MADE}`,
        })
      ).status,
    ).toBe(200)
    expect(
      (
        await call(asked, {
          ...verify({ request: { user: 1 }, exactly: 2 }),
          path: '/__admin/requests/verify?user=1',
        })
      ).status,
    ).toBe(200)
  })

  testRefusals(mock, [
    ...userRefusals('POST', '/requests/verify', { request: {} }),
    ['nothing', post('/requests/verify'), 422, '', 'the body is missing; it must be an object'],
    [
      'no request',
      post('/requests/verify', {}),
      422,
      'request',
      'is missing; it must be an object',
    ],
    ['a request in words', verify({ request: 'x' }), 422, 'request', 'must be an object'],
    [
      'an unknown field',
      verify({ request: { url: '/' } }),
      422,
      'request.url',
      'is not known here',
    ],
    ['a count below 0', verify({ exactly: -1 }), 422, 'exactly', 'must be at least 0'],
    [
      'two kinds of count',
      verify({ exactly: 1, at_least: 1 }),
      422,
      'exactly',
      'cannot go together with at_least or at_most',
    ],
    [
      'bounds in the wrong order',
      verify({ at_least: 3, at_most: 1 }),
      422,
      'at_least',
      'must not be above at_most',
    ],
    ['a status in words', verify({ request: { status: 'ok' } }), 422, 'request.status', STATUS],
    [
      'a list with a status in words',
      verify({ request: { status: [200, 'ok'] } }),
      422,
      'request.status[1]',
      STATUS,
    ],
    [
      'no statuses',
      verify({ request: { status: [] } }),
      422,
      'request.status',
      'must have at least 1 entry',
    ],
    ['a day', verify({ request: { since: '2025-01-01' } }), 422, 'request.since', TIME],
    [
      'a parameter that is true',
      verify({ request: { parameters: { a: true } } }),
      422,
      'request.parameters.a',
      'must be a text, a number or null',
    ],
    [
      'a parameter of the prototype',
      post('/requests/verify', '{"request":{"parameters":{"__proto__":"x"}}}'),
      422,
      'request.parameters.__proto__',
      'is not known here',
    ],
    ['an unknown user', verify({ request: { user: 99999 } }), 404, null, 'there is no user 99999'],
    [
      'an unknown token',
      verify({ request: { token: 99 } }),
      422,
      'request.token',
      'names 99, which is no token there',
    ],
    [
      'two users',
      { ...verify({ request: { user: 1 } }), path: `/__admin/requests/verify?user=${MADE}` },
      422,
      'request.user',
      `is not ${MADE}, which the query names`,
    ],
  ])
})
