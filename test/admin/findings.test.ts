import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { Rule } from '../../src/judge/schemas.ts'
import { type Mock, startMock } from '../../src/index.ts'
import { ruleIds } from '../../src/rule-ids.ts'
import { ask, toPage } from '../walking.ts'
import { call } from './calls.ts'
import { findingIds, FOUND, page, reportOf, startFound, startStill } from './judged.ts'
import { del, get, MADE, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

/** A mock for tests that change nothing. */
let mock: Mock
let token: number | null = null
beforeAll(async () => {
  const asked = await startFound()
  mock = asked.mock
  token = (await mock.requests.find(5))?.token ?? null
})
afterAll(() => mock.close())

describe('GET /findings', () => {
  test('reports all, the gravest first, then by time', async () => {
    expect({ ...(await reportOf(mock)), findings: await findingIds(mock) }).toEqual({
      judged: true,
      requests: 8,
      forgotten: 0,
      walks: 6,
      counts: { error: 2, warning: 1, note: 1, silenced: 0 },
      findings: FOUND,
    })
  })

  test('tells all of a finding', async () => {
    const [finding] = (await reportOf(mock)).findings
    const rule = await ruleOf('filters-lost')
    const [first, second] = await mock.requests.list({ order: 'oldest', limit: 2 })
    expect(finding).toEqual({
      id: 'filters-lost-1',
      rule: 'filters-lost',
      severity: 'error',
      message: 'page 2 was requested without per_page=5; page 1 (request #1) had it',
      why: rule?.why,
      fix: rule?.fix,
      docs: '/docs/rules#filters-lost',
      user: 1,
      token: 4,
      edition: 'combined',
      walk: 1,
      count: 1,
      evidence: [
        { request: first, note: 'requested with per_page=5', counted: false },
        { request: second, note: 'requested without per_page=5', counted: true },
      ],
      silenced: null,
    })
  })

  test('shows no secrets', async () => {
    const { text } = await call(mock, get('/findings'))
    expect(text).not.toMatch(/s3cret|nonsense/)
    expect(text).toContain('api_key=***')
  })

  test.each([
    ['?user=1', ['filters-lost-1', 'undocumented-parameter-3']],
    [`?user=${MADE}`, ['never-paged-5']],
    ['?token=4', ['filters-lost-1', 'undocumented-parameter-3']],
    ['?token=3', []],
    ['?rule=never-paged', ['never-paged-5']],
    ['?rule=no-retry', []],
    ['?level=note', FOUND],
    ['?level=warning', FOUND.slice(0, 3)],
    ['?level=error', FOUND.slice(0, 2)],
    ['?level=error&user=1', ['filters-lost-1']],
    ['?level=error&rule=never-paged', []],
    ['?live=false', FOUND],
  ])('finds by %s', async (query, ids) => {
    expect(await findingIds(mock, query)).toEqual(ids)
    const { error, warning, note, silenced } = (await reportOf(mock, query)).counts
    expect([error + warning + note, silenced]).toEqual([ids.length, 0])
  })

  test("finds by a token of a user's own", async () => {
    expect(await findingIds(mock, `?token=${token}`)).toEqual(['never-paged-5'])
  })

  test('counts the requests and walks of the user that it is asked for', async () => {
    expect(await reportOf(mock, '?user=1')).toMatchObject({ requests: 4, walks: 2 })
    expect(await reportOf(mock, `?user=${MADE}`)).toMatchObject({ requests: 3, walks: 3 })
  })

  test('leaves walks open that may go on, when it is asked to', async () => {
    await using own = await startStill()
    for (const number of [1, 2, 3]) await page(own, `?per_page=5&page=${number}`)
    expect([await findingIds(own), await findingIds(own, '?live=true')]).toEqual([
      ['stopped-early-3'],
      [],
    ])
    await own.clock.advance(30)
    expect(await findingIds(own, '?live=true')).toEqual(['stopped-early-3'])
  })

  test('tells how many requests had left the journal', async () => {
    await using own = await startMock({ dataset: 'thirty', journal: 2 })
    for (const number of [1, 2, 3]) await page(own, `?per_page=10&page=${number}`)
    expect(await reportOf(own)).toMatchObject({ requests: 2, forgotten: 1, walks: 1, findings: [] })
    await call(own, del('/requests'))
    expect(await reportOf(own)).toMatchObject({ requests: 0, forgotten: 0, walks: 0 })
  })

  test('looks at requests for the list only', async () => {
    await using own = await startMock({ dataset: 'thirty' })
    await ask({ url: own.url, token: own.token(), path: '/api/user', query: '?api_key=x' })
    await page(own, '')
    expect(await reportOf(own)).toMatchObject({ requests: 1, walks: 1 })
  })

  test('finds a cursor of another user', async () => {
    await using own = await startMock({ dataset: 'thirty' })
    const user = await own.createUser({ dataset: { fixture: 'one' } })
    const { next_cursor: cursor } = toPage(await page(own, '?per_page=10&cursor='))
    await page(own, `?per_page=10&cursor=${cursor}`, user.token('combined'))
    expect(await findingIds(own, `?user=${user.id}`)).toEqual(['cursor-foreign-token-2'])
  })
})

const Rules = z.object({ rules: z.array(Rule) })

const ruleOf = async (id: string): Promise<Rule | undefined> =>
  Rules.parse((await call(mock, get('/rules'))).body).rules.find((rule) => rule.id === id)

test('GET /rules tells all rules and where they are explained', async () => {
  const { rules } = Rules.parse((await call(mock, get('/rules'))).body)
  expect(rules.map(({ id }) => id)).toEqual([...ruleIds])
  expect(rules.map(({ docs }) => docs)).toEqual(ruleIds.map((id) => `/docs/rules#${id}`))
})

describe('without a judge', () => {
  test.each([{ judge: false }, { journal: 0 }])(
    '%j there is nothing to report',
    async (options) => {
      await using found = await startFound(options)
      const own = found.mock
      expect(await reportOf(own)).toEqual({
        judged: false,
        requests: 0,
        forgotten: 0,
        walks: 0,
        counts: { error: 0, warning: 0, note: 0, silenced: 0 },
        findings: [],
      })
      expect((await call(own, get('/rules'))).status).toBe(200)
      expect((await call(own, put('/silences/no-retry', { reason: 'x' }))).status).toBe(200)
      expect((await call(own, get('/findings?user=99999'))).status).toBe(404)
    },
  )
})

const RULES = `must be one of ${ruleIds.slice(0, 3).join(', ')}`

testRefusals(startFilled(), [
  ...userRefusals('GET', '/findings'),
  [
    'an unknown token',
    get('/findings?token=99'),
    422,
    'token',
    'names 99, which is no token there; see GET /__admin/users',
  ],
  ['a token in words', get('/findings?token=x'), 422, 'token', 'must be a whole number from 1 to'],
  ['an unknown rule', get('/findings?rule=good'), 422, 'rule', RULES],
  [
    'an unknown level',
    get('/findings?level=fatal'),
    422,
    'level',
    'must be one of error, warning, note',
  ],
  ['an unknown word for live', get('/findings?live=1'), 422, 'live', 'must be one of true, false'],
  ['a verdict', get('/findings?verdict=open'), 422, 'verdict', 'is not known here'],
  [
    'two levels',
    get('/findings?level=note&level=error'),
    422,
    'level',
    'is given 2 times; give it once',
  ],
  ['a name with the rules', get('/rules?user=1'), 422, 'user', 'is not known here'],
])
