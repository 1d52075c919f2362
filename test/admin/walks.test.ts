import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import { call } from './calls.ts'
import { listWalks, NOON, page, startStill, startWalked, walkIds } from './judged.ts'
import { toPage } from '../walking.ts'
import { get, MADE, startFilled, testRefusals, userRefusals } from './refusals.ts'

/** A mock for tests that change nothing. */
let mock: Mock
let token: number | null = null
beforeAll(async () => {
  const asked = await startWalked()
  mock = asked.mock
  token = (await mock.requests.find(5))?.token ?? null
})
afterAll(() => mock.close())

describe('GET /walks', () => {
  test('tells all of a walk', async () => {
    const { walks } = await listWalks(mock, '?name=nightly')
    const step = {
      after: expect.any(Number),
      took: expect.any(Number),
      retry_after: 0,
      cursor: null,
      status: 200,
      rows: 10,
    }
    expect(walks).toEqual([
      {
        id: 1,
        user: 1,
        token: 4,
        edition: 'combined',
        name: 'nightly',
        paginator: 'page',
        filters: {},
        per_page: 10,
        started_at: NOON,
        ended_at: '2025-03-01T12:00:02.000Z',
        verdict: 'complete',
        rows: 30,
        delivered: 30,
        distinct: 30,
        missed: 0,
        missed_rows: [],
        duplicated: 0,
        duplicated_rows: [],
        requests: 3,
        retries: 0,
        steps: [
          { ...step, request: 1, page: 1, link: 'first', evidence: null },
          { ...step, request: 2, page: 2, link: 'next', evidence: expect.any(String) },
          { ...step, request: 3, page: 3, link: 'next', evidence: expect.any(String) },
        ],
        excuse: null,
        findings: [],
      },
    ])
  })

  test('tells which rows were missed, and by what cursor it went', async () => {
    const walk = (await listWalks(mock, `?user=${MADE}&verdict=truncated`)).walks.find(
      ({ id }) => id === 5,
    )
    const rows = await mock.users
      .find(MADE)
      .then((found) => found?.conversations.list({ limit: 100 }))
    expect(walk).toMatchObject({
      paginator: 'cursor',
      edition: 'autocalls',
      delivered: 20,
      missed: 10,
      findings: ['stopped-early'],
    })
    expect(walk?.missed_rows).toEqual(rows?.slice(20).map(({ id, uuid }) => ({ id, uuid })))
    expect(walk?.steps).toMatchObject([
      { request: 5, page: null, cursor: null, link: 'first' },
      { request: 6, page: null, cursor: expect.stringMatching(/^eyJ/), link: 'next' },
    ])
  })

  test('takes a first page without a cursor and the cursors after it for one walk', async () => {
    await using own = await startStill()
    let cursor: string | null | undefined = ''
    for (const query of ['?per_page=10', '?per_page=10&cursor=', '?per_page=10&cursor=']) {
      const { next_cursor } = toPage(await page(own, query + (cursor ?? '')))
      cursor = next_cursor
    }
    const { walks } = await listWalks(own)
    expect(walks).toMatchObject([
      { paginator: 'cursor', verdict: 'complete', delivered: 30, missed: 0, findings: [] },
    ])
    expect(walks[0]?.steps).toMatchObject([
      { page: null, cursor: null, link: 'first' },
      { page: null, cursor: expect.stringMatching(/^eyJ/), link: 'next' },
      { page: null, cursor: expect.stringMatching(/^eyJ/), link: 'next' },
    ])
  })

  test('tells that a client which left it at a first page with a cursor has one page', async () => {
    await using own = await startStill()
    await page(own, '?per_page=10')
    expect((await listWalks(own)).walks).toMatchObject([
      { paginator: 'page', verdict: 'single_page', delivered: 10, missed: 20 },
    ])
  })

  test('tells filters, also where they were lost', async () => {
    const { walks } = await listWalks(mock)
    expect(
      walks.map(({ id, filters, per_page, verdict, findings }) => [
        id,
        filters,
        per_page,
        verdict,
        findings,
      ]),
    ).toEqual([
      [8, {}, 5, expect.any(String), ['filters-lost']],
      [7, {}, 15, 'truncated', []],
      [5, {}, 10, 'truncated', ['stopped-early']],
      [4, { type: 'widget' }, 1, 'single_page', []],
      [1, {}, 10, 'complete', []],
    ])
  })

  test('knows no rows of nobody', async () => {
    expect((await listWalks(mock)).walks.find(({ id }) => id === 7)).toMatchObject({
      user: null,
      token: null,
      edition: null,
      rows: null,
      delivered: 0,
      missed: 0,
      steps: [{ status: 401, rows: null, link: 'first' }],
    })
  })

  test.each([
    ['', [8, 7, 5, 4, 1], 5],
    ['?user=1', [4, 1], 2],
    [`?user=${MADE}`, [8, 5], 2],
    ['?token=4', [4, 1], 2],
    ['?token=3', [], 0],
    ['?name=nightly', [1], 1],
    ['?name=other', [], 0],
    ['?verdict=complete', [1], 1],
    ['?verdict=endless', [], 0],
    ['?limit=2', [8, 7], 5],
    ['?verdict=single_page&limit=1', [4], 1],
    ['?user=1&verdict=complete&name=nightly&token=4&live=false', [1], 1],
    [`?user=${MADE}&token=4`, [], 0],
  ])('finds by %s', async (query, ids, total) => {
    expect([await walkIds(mock, query), (await listWalks(mock, query)).total]).toEqual([ids, total])
  })

  test("finds by a token of a user's own", async () => {
    expect(await walkIds(mock, `?token=${token}`)).toEqual([5])
  })
})

describe('GET /walks/{id}', () => {
  test.each([
    [1, ''],
    [7, ''],
    [7, '?live=true'],
  ])('is the walk %i of the list%s', async (id, query) => {
    const listed = (await listWalks(mock, query)).walks.find((walk) => walk.id === id)
    expect(listed).toBeDefined()
    expect((await call(mock, get(`/walks/${id}${query}`))).body).toEqual(listed)
  })

  test('is found by its first request only', async () => {
    expect((await call(mock, get('/walks/2'))).status).toBe(404)
  })
})

describe('without a judge', () => {
  test.each([{ judge: false }, { journal: 0 }])('%j answers 409', async (options) => {
    await using own = await startStill(options)
    await page(own, '')
    for (const path of ['/walks', '/walks/1']) {
      expect(await call(own, get(path))).toMatchObject({
        status: 409,
        body: { message: expect.stringContaining('--no-judge') },
      })
    }
  })
})

testRefusals(startFilled(), [
  ...userRefusals('GET', '/walks'),
  [
    'an unknown token',
    get('/walks?token=99'),
    422,
    'token',
    'names 99, which is no token there; see GET /__admin/users',
  ],
  ['a token in words', get('/walks?token=x'), 422, 'token', 'must be a whole number from 1 to'],
  [
    'an unknown verdict',
    get('/walks?verdict=good'),
    422,
    'verdict',
    'must be one of complete, truncated',
  ],
  ['an unknown word for live', get('/walks?live=yes'), 422, 'live', 'must be one of true, false'],
  ['a limit of 0', get('/walks?limit=0'), 422, 'limit', 'must be a whole number from 1 to 1000'],
  [
    'a limit of 1001',
    get('/walks?limit=1001'),
    422,
    'limit',
    'must be a whole number from 1 to 1000',
  ],
  ['two names', get('/walks?name=a&name=b'), 422, 'name', 'is given 2 times; give it once'],
  ['a rule', get('/walks?rule=no-retry'), 422, 'rule', 'is not known here'],
  [
    'an unknown walk',
    get('/walks/99999'),
    404,
    null,
    'there is no walk 99999; see GET /__admin/walks',
  ],
  ['a walk without number', get('/walks/first'), 422, 'id', 'must be a whole number'],
])
