import { describe, expect, test } from 'vitest'
import { send } from '../golden/vectors.ts'
import { ask, ids, list, PATH, start } from './asking.ts'

const mock = await start()
const remaining = (response: Response): string | null =>
  response.headers.get('x-ratelimit-remaining')

const messageOf = async (response: Response): Promise<unknown> =>
  JSON.parse(await response.text()).message

describe('the order of checks', () => {
  test.each([
    ['a bad host before an unknown route', '/api/nope', { host: 'a b' }, 400],
    ['an unknown route before the token', '/api/nope', {}, 404],
    ['the token before the parameters', `${PATH}?per_page=0`, {}, 401],
    [
      'the parameters before the cursor',
      `${PATH}?per_page=0&cursor=NQ`,
      { authorization: 'Bearer combined' },
      422,
    ],
    ['the cursor last', `${PATH}?cursor=NQ`, { authorization: 'Bearer combined' }, 500],
  ])('looks at %s', async (_, target, headers, status) => {
    const [path = '', query = ''] = target.split('?')
    expect(
      (await send(mock.url, { method: 'GET', path, query, headers: { host: 'a', ...headers } }))
        .status,
    ).toBe(status)
  })

  test('looks at the method before the token', async () => {
    expect((await ask(mock, '', { key: 'wrong', method: 'DELETE' })).status).toBe(405)
  })
})

describe('tokens', () => {
  test.each(['combined', '4|combined', '004|combined', '6|another'])('lets %s in', async (key) => {
    expect((await ask(mock, '', { key })).status).toBe(200)
  })

  test.each([
    'wrong',
    'Combined',
    '5|combined',
    '4|4|combined',
    'x|combined',
    '99999999999999999999999|combined',
  ])('refuses %s', async (key) => {
    const response = await ask(mock, '', { key })
    expect([response.status, await response.text()]).toEqual([
      401,
      '{"message":"Unauthenticated."}',
    ])
  })

  test('lets a token in until the second it expires', async () => {
    const other = await start()
    const expiry = Date.UTC(2025, 0, 31, 12) / 1000
    other.setClock(expiry)
    expect((await ask(other, '', { key: 'expiring' })).status).toBe(200)
    other.setClock(expiry + 1)
    expect((await ask(other, '', { key: 'expiring' })).status).toBe(401)
  })

  test('adds the keys of the option to the first user', async () => {
    const other = await start({
      key: ['extra', 'page-key=nicecall', '70|numbered=autocalls', 'combined=nicecall'],
    })
    expect(await ids(other, 'cursor=', { key: 'extra' })).toBe('c6 c5 c4 c3 c2 c1')
    expect(await list(other, 'cursor=', { key: 'page-key' })).toHaveProperty('total', 6)
    expect(await list(other, '', { key: '70|numbered' })).toHaveProperty('next_cursor')
    expect((await ask(other, '', { key: '71|numbered' })).status).toBe(401)
    expect(
      await list(other, 'cursor=', { key: 'combined' }),
      'a known key takes the edition given',
    ).toHaveProperty('total', 6)
    expect(other.tokens.find(({ plain }) => plain === 'numbered')).toEqual({
      id: 70,
      plain: 'numbered',
      edition: 'autocalls',
      user_id: 1,
    })
  })
})

describe('the rate limit', () => {
  test('is shared by all tokens of a user and by nobody else', async () => {
    const other = await start({ rateLimit: 3 })
    expect(remaining(await ask(other, '', { key: 'combined' }))).toBe('2')
    expect(remaining(await ask(other, '', { key: 'nicecall' }))).toBe('1')
    expect(remaining(await ask(other, '', { key: 'another' }))).toBe('2')
  })

  test('counts what is invalid and what fails, and nothing before it', async () => {
    const other = await start({ rateLimit: 5 })
    for (const asked of [
      { key: 'wrong' },
      { path: '/api/nope' },
      { method: 'DELETE' },
      { method: 'OPTIONS' },
    ])
      expect(remaining(await ask(other, '', asked))).toBeNull()
    expect(remaining(await ask(other, 'per_page=0'))).toBe('4')
    expect(remaining(await ask(other, 'cursor=NQ'))).toBe('3')
    expect(remaining(await ask(other, '', { method: 'HEAD' }))).toBe('2')
  })

  test('refuses with the seconds left and opens on reset', async () => {
    const other = await start({ rateLimit: 1 })
    other.setClock(1_737_815_400)
    await ask(other, '')
    other.setClock(1_737_815_430.5)
    const refused = await ask(other, '')
    expect([
      refused.status,
      refused.headers.get('retry-after'),
      refused.headers.get('x-ratelimit-reset'),
    ]).toEqual([429, '30', '1737815460'])
    expect(await messageOf(refused)).toBe('Too Many Attempts.')
    await other.reset()
    expect((await ask(other, '')).status).toBe(200)
  })
})

describe('what Laravel answers with 500', () => {
  test.each([
    ['an array to compare a date with', 'date_from[]=x&date_to=2025-01-01'],
    ['an exponent beyond 1000', 'per_page=1e1001'],
    ['a cursor without a direction', 'cursor=NQ'],
    ['more than 1000 variables', 'a=1&'.repeat(1001)],
  ])('%s', async (_, query) => {
    const response = await ask(mock, query)
    expect([response.status, await response.text()]).toEqual([
      500,
      '{\n    "message": "Server Error"\n}',
    ])
  })

  test('more than 1000 variables, on whatever route', async () => {
    expect((await ask(mock, 'a=1&'.repeat(1001), { path: '/api/nope' })).status).toBe(500)
  })
})

describe('answers that were given before', () => {
  test('are the same the third time, for each URL and token', async () => {
    const asked = [
      ['per_page=1', 'combined'],
      ['per_page=1', 'nicecall'],
      ['per_page=1', 'autocalls'],
      ['per_page=1', 'another'],
      ['per_page=2', 'combined'],
    ] as const
    const all = () =>
      Promise.all(asked.map(async ([query, key]) => (await ask(mock, query, { key })).text()))
    const first = await all()
    expect(new Set(first).size).toBe(5)
    expect([await all(), await all()]).toEqual([first, first])
  })

  test('carry the Host of the request at hand', async () => {
    for (const host of [
      'a.example',
      'b.example',
      'a.example',
      'b.example',
      'a.example',
      'b.example',
    ]) {
      const { body } = await send(mock.url, {
        method: 'GET',
        path: PATH,
        query: '',
        headers: { Host: host, Authorization: 'Bearer combined' },
      })
      expect(JSON.parse(body)).toHaveProperty('path', `http://${host}${PATH}`)
    }
  })
})

describe('requests from other origins', () => {
  const preflight = {
    'Access-Control-Request-Method': 'put',
    'Access-Control-Request-Headers': 'X-One',
  }

  test.each([PATH, '/api/nope'])('are announced to %s without a token', async (path) => {
    const { status, headers } = await ask(mock, '', {
      method: 'OPTIONS',
      path,
      key: 'wrong',
      headers: preflight,
    })
    expect([
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-methods'),
    ]).toEqual([204, '*', 'PUT'])
    expect(headers.get('vary')).toBe(
      'Access-Control-Request-Method, Access-Control-Request-Headers',
    )
  })

  test('may ask for the methods', async () => {
    const { status, headers } = await ask(mock, '', { method: 'OPTIONS' })
    expect([status, headers.get('allow'), headers.get('vary')]).toEqual([
      200,
      'GET,HEAD',
      'Access-Control-Request-Method',
    ])
  })

  test.each([
    ['a list', PATH, 'combined', '*'],
    ['a refusal', PATH, 'wrong', '*'],
    ['an unknown route', '/api/nope', 'combined', '*'],
    ['what lies outside of the API', '/nope', 'combined', null],
  ])('may read %s: %s', async (_, path, key, origin) => {
    const { headers } = await ask(mock, '', { path, key, headers: preflight })
    expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([
      origin,
      null,
    ])
  })

  test('find no preflight outside of the API', async () => {
    expect(
      (await ask(mock, '', { method: 'OPTIONS', path: '/nope', headers: preflight })).status,
    ).toBe(404)
  })
})

test.each([
  { by: 'a header', query: '', headers: { 'X-HTTP-Method-Override': 'get' } },
  { by: 'the query', query: '_method=GET', headers: {} },
])('a POST that $by makes a GET is answered as one', async ({ query, headers }) => {
  expect(await ids(mock, `${query}&per_page=1`, { method: 'POST', headers })).toBe('c6')
})

test('HEAD has the headers of GET and no body', async () => {
  const [get, head] = [await ask(mock, ''), await ask(mock, '', { method: 'HEAD' })]
  expect([head.status, await head.text(), head.headers.get('content-type')]).toEqual([
    200,
    '',
    get.headers.get('content-type'),
  ])
})

test.each([
  [11, 404],
  [12, 400],
  [13, 400],
] as const)(
  'a path that is not UTF-8 gives in Laravel %i the status %i',
  async (laravel, status) => {
    expect((await ask(await start({ laravel }), '', { path: '/api/%ff' })).status).toBe(status)
  },
)

describe('jsonErrors', () => {
  test('negotiated sends browsers elsewhere', async () => {
    const other = await start({ jsonErrors: 'negotiated' })
    const login = await ask(other, '', { key: 'wrong' })
    expect([login.status, login.headers.get('location')]).toEqual([302, `${other.url}/login`])
    const back = await ask(other, 'per_page=0', {
      headers: { Referer: 'https://elsewhere.example/x' },
    })
    expect([back.status, back.headers.get('location')]).toEqual([
      302,
      'https://elsewhere.example/x',
    ])
    expect(
      (await ask(other, 'per_page=0', { headers: { Accept: 'application/json' } })).status,
    ).toBe(422)
  })

  test('always holds for the API and for nothing else', async () => {
    expect(
      (await ask(mock, '', { path: '/api/nope', headers: { Accept: 'text/html' } })).headers.get(
        'content-type',
      ),
    ).toBe('application/json')
    expect(
      (await ask(mock, '', { path: '/nope', headers: { Accept: 'text/html' } })).headers.get(
        'content-type',
      ),
    ).toMatch('text/html')
  })
})
