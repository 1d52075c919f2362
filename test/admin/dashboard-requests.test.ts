// The dashboard sends real requests but is no client. Its requests must cause no findings, use up
// no faults, and count for no client's rate limit.

import { Agent } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { type Answered, ask, toPage, walkByPage } from '../walking.ts'
import { call } from './calls.ts'
import { findingIds, listWalks, reportOf, startStill } from './judged.ts'
import { get, post } from './refusals.ts'

let mock: Mock
beforeEach(async () => {
  mock = await startStill()
})
afterEach(() => mock.close())

type Asking = { readonly token?: string; readonly agent?: Agent }

const client = (
  query: string,
  { token = mock.token('combined'), agent }: Asking = {},
): Promise<Answered> => ask({ url: mock.url, token, query, ...(agent && { agent }) })

const dashboard = (
  query: string,
  { token = mock.token('combined'), agent }: Asking = {},
): Promise<Answered> =>
  ask({
    url: mock.url,
    token,
    query,
    headers: { 'X-Correlation-ID': 'dashboard' },
    ...(agent && { agent }),
  })

const cursorOf = (answered: Answered): string => toPage(answered).next_cursor ?? ''

/** Walks to the end of the list as a client and returns the queries. */
async function walkOf(query: string): Promise<string[]> {
  const queries: string[] = []
  for (let next: string | undefined = query; next !== undefined;) {
    queries.push(next)
    const { next_page_url } = toPage(await client(next))
    next = next_page_url
      ? `${query}&page=${new URL(next_page_url).searchParams.get('page')}`
      : undefined
  }
  return queries
}

describe('the judge', () => {
  test('finds no walk and nothing wrong where only the dashboard was used', async () => {
    await dashboard('?type=widget&per_page=5')
    await dashboard('?page=2')
    await dashboard('?page=9&per_page=500')
    await dashboard('?cursor=nonsense')
    await dashboard('?status=open')
    expect(await listWalks(mock)).toEqual({ total: 0, walks: [] })
    expect(await reportOf(mock)).toMatchObject({
      requests: 0,
      walks: 0,
      forgotten: 0,
      findings: [],
    })
    await expect(mock.expectClean({ level: 'note' })).resolves.toBeUndefined()
  })

  test.each([
    [
      'the first page of the same list, and the filters lost',
      ['?type=widget&per_page=5', '?page=2', '?page=3'],
    ],
    [
      'the next pages in another size',
      ['?type=widget&per_page=5&page=2', '?type=widget&per_page=3&page=3'],
    ],
    [
      'one page again and again',
      [
        '?type=widget&per_page=5&page=2',
        '?type=widget&per_page=5&page=2',
        '?type=widget&per_page=5&page=2',
      ],
    ],
    [
      'pages beyond the end',
      ['?type=widget&per_page=5&page=90', '?type=widget&per_page=5&page=91'],
    ],
    ['the list by cursor', ['?type=widget&per_page=5&cursor=']],
  ])('keeps a client clean while somebody looks at %s', async (_what, looks) => {
    const alone = await walkOf('?type=widget&per_page=5')
    await mock.requests.clear()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (const query of alone) {
      await client(query, { agent })
      for (const look of looks) await dashboard(look)
    }
    expect((await listWalks(mock)).walks).toMatchObject([
      { verdict: 'complete', requests: alone.length, findings: [] },
    ])
    expect(await findingIds(mock)).toEqual([])
    agent.destroy()
  })

  test('still finds what a client does wrong meanwhile, also during an answer that the dashboard waits for', async () => {
    await mock.faults.arm({
      dashboard: true,
      match: { parameters: { per_page: '7' } },
      effect: { type: 'delay', milliseconds: 60_000 },
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    await client('?type=widget&per_page=5', { agent })
    const waiting = dashboard('?per_page=7').catch(() => undefined)
    await expect.poll(() => mock.requests.count({ dashboard: true })).toBe(1)
    await client('?page=2', { agent })
    expect(await findingIds(mock)).toEqual(['filters-lost-1'])
    agent.destroy()
    await mock.close()
    await waiting
  })

  test.each([
    ['remembered', async () => undefined],
    ['forgotten', () => mock.requests.clear()],
  ])('blames nobody for a cursor that the dashboard was given, %s', async (_what, forget) => {
    const cursor = cursorOf(await dashboard('?per_page=4&cursor='))
    await forget()
    const user = await mock.createUser({ dataset: { fixture: 'thirty' } })
    for (const token of [
      mock.token('combined'),
      mock.token('autocalls'),
      user.token('autocalls'),
    ]) {
      await client(`?per_page=4&cursor=${cursor}`, { token })
    }
    expect(await findingIds(mock)).toEqual([])
    expect((await listWalks(mock)).walks.map(({ steps }) => steps.map(({ link }) => link))).toEqual(
      [['resumed'], ['resumed'], ['resumed']],
    )
  })

  test('blames nobody for a cursor that the dashboard takes from a client', async () => {
    const cursor = cursorOf(await client('?per_page=10&cursor='))
    await dashboard(`?type=widget&per_page=10&cursor=${cursor}`)
    await dashboard(`?per_page=10&cursor=${cursor}`, { token: mock.token('autocalls') })
    await client(`?per_page=10&cursor=${cursorOf(await client(`?per_page=10&cursor=${cursor}`))}`)
    expect(await findingIds(mock)).toEqual([])
    expect((await listWalks(mock)).walks).toMatchObject([{ verdict: 'complete', requests: 3 }])
  })

  test('blames nobody for a link that was copied from the dashboard', async () => {
    const { next_page_url } = toPage(await dashboard('?type=widget&per_page=5'))
    await client(new URL(next_page_url ?? '').search)
    expect(await findingIds(mock)).toEqual([])
  })

  test('still finds a cursor that nobody was given', async () => {
    await dashboard('?cursor=')
    await client(
      `?cursor=${Buffer.from('{"id":3,"_pointsToNextItems":true}').toString('base64url')}`,
    )
    expect(await findingIds(mock)).toEqual(['cursor-not-issued-2'])
  })

  test('does not count the requests of the dashboard among those that it missed', async () => {
    await using small = await startMock({ dataset: 'thirty', journal: 2 })
    const asking = { url: small.url, token: small.token('combined') }
    for (let n = 0; n < 4; n++)
      await ask({ ...asking, headers: { 'X-Correlation-ID': 'dashboard' } })
    await ask(asking)
    expect(await reportOf(small)).toMatchObject({ requests: 1, forgotten: 0 })
  })

  test('judges a client that names its walk, whatever the name', async () => {
    for (const query of ['?type=widget&per_page=5', '?page=2']) {
      const headers = { 'X-Mock-Walk': 'dashboard', 'X-Correlation-ID': 'dashboard' }
      await ask({ url: mock.url, token: mock.token('combined'), query, headers })
    }
    expect(await findingIds(mock)).toEqual(['filters-lost-1'])
  })
})

describe('the journal', () => {
  test('shows the requests of the dashboard, marked, and finds them or the others', async () => {
    await client('?page=1')
    await dashboard('?page=2')
    expect(
      (await mock.requests.list()).map(({ query, dashboard: isOwn }) => [query, isOwn]),
    ).toEqual([
      ['page=2', true],
      ['page=1', false],
    ])
    expect(await mock.requests.list({ dashboard: true })).toMatchObject([
      { query: 'page=2', correlation: 'dashboard' },
    ])
    expect(await mock.requests.count({ dashboard: false })).toBe(1)
    expect((await call(mock, get('/requests/count'))).body).toEqual({ count: 2 })
    expect((await call(mock, get('/requests?dashboard=yes'))).body).toMatchObject({
      errors: [{ path: 'dashboard', message: 'must be true or false' }],
    })
  })

  test('verifies what clients asked, unless the dashboard is meant', async () => {
    await client('')
    await dashboard('')
    const verify = async (request: object) =>
      (await call(mock, post('/requests/verify', { request, exactly: 1 }))).status
    expect(
      await Promise.all(
        [{}, { status: 200 }, { dashboard: true }, { correlation: 'dashboard' }].map(verify),
      ),
    ).toEqual(Array(4).fill(200))
    await expect(mock.verify({ path: '/nowhere' })).rejects.toMatchObject({
      verification: { near_misses: [{ request: { id: 1 } }] },
    })
  })

  test('says which faults struck, also where the connection broke', async () => {
    const reset = await mock.faults.arm({ dashboard: true, times: 1, effect: { type: 'reset' } })
    await dashboard('').catch(() => undefined)
    const late = await mock.faults.arm({
      dashboard: true,
      effect: { type: 'delay', milliseconds: 1 },
    })
    const short = await mock.faults.arm({ dashboard: true, effect: { type: 'short_page' } })
    const { headers } = await dashboard('')
    expect(headers).toMatchObject({
      'x-mock-fault': 'delay, short_page',
      'x-mock-fault-id': `${late.id}, ${short.id}`,
    })
    expect(await mock.requests.list()).toMatchObject([
      { faults: ['delay', 'short_page'], fault_ids: [late.id, short.id] },
      { status: null, faults: ['reset'], fault_ids: [reset.id] },
    ])
  })
})

describe('what waits for a client', () => {
  test('a fault spares the dashboard, whose requests do not use it up', async () => {
    const { id } = await mock.faults.arm({
      times: 1,
      match: { nth: 2 },
      effect: { type: 'status', status: 503 },
    })
    const statuses: number[] = []
    for (const asking of [dashboard, dashboard, client, dashboard, client])
      statuses.push((await asking('')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 503])
    expect(await mock.faults.find(id)).toMatchObject({ dashboard: false, matched: 2, applied: 1 })
  })

  test('a script counts the lists of clients only', async () => {
    await mock.script.run({ steps: [{ after: 2, insert: 1 }] })
    const rows = await mock.conversations.count()
    for (const page of [1, 2, 1, 2]) await dashboard(`?page=${page}`)
    await client('?page=1')
    await dashboard('?page=2')
    expect(await mock.conversations.count()).toBe(rows)
    await client('?page=2')
    expect(await mock.conversations.count()).toBe(rows + 1)
  })

  test('the dashboard has a window of the rate limit for itself', async () => {
    await using limited = await startMock({ dataset: 'one', rateLimit: 2 })
    const asking = { url: limited.url, token: limited.token('combined') }
    const own = { ...asking, headers: { 'X-Correlation-ID': 'dashboard' } }
    const statuses: number[] = []
    for (const one of [own, own, own, asking, asking, asking])
      statuses.push((await ask(one)).status)
    expect(statuses).toEqual([200, 200, 429, 200, 200, 429])
    await limited.reset(['limiter'])
    expect([(await ask(own)).status, (await ask(asking)).status]).toEqual([200, 200])
    await expect(walkByPage(asking)).resolves.toMatchObject({ ids: [expect.any(String)] })
  })
})
