import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { toPage } from '../walking.ts'
import { call } from './calls.ts'
import {
  listWalks,
  page,
  reportOf,
  startFound,
  startStill,
  startWalked,
  walkIds,
} from './judged.ts'
import { get, MADE } from './refusals.ts'

describe('a walk that may go on', () => {
  test('is open until its client has been silent for half a minute', async () => {
    await using mock = await startStill()
    await page(mock, '?per_page=10&page=1')
    await page(mock, '?per_page=10&page=2')
    const verdicts = async (query: string) =>
      (await listWalks(mock, query)).walks.map(({ verdict }) => verdict)
    expect([await verdicts(''), await verdicts('?live=true')]).toEqual([['truncated'], ['open']])
    await mock.clock.advance(29)
    expect(await verdicts('?live=true')).toEqual(['open'])
    await mock.clock.advance(1)
    expect(await verdicts('?live=true')).toEqual(['truncated'])
    await page(mock, '?per_page=10&page=3')
    expect(await verdicts('?live=true')).toEqual(['complete'])
  })

  test('is over as soon as the settings say', async () => {
    await using mock = await startStill({ walkIdle: 2 })
    await page(mock, '?per_page=10')
    expect(await walkIds(mock, '?live=true&verdict=open')).toEqual([1])
    await mock.clock.advance(2)
    expect(await walkIds(mock, '?live=true&verdict=open')).toEqual([])
  })

  test('is open for as long as a Retry-After tells its client to wait', async () => {
    await using mock = await startStill()
    await mock.faults.arm({ times: 1, effect: { type: 'rate_limit', retry_after: 60 } })
    await page(mock, '?per_page=10')
    const rules = async () => (await reportOf(mock, '?live=true')).findings.map(({ rule }) => rule)
    await mock.clock.advance(89)
    expect(await rules()).toEqual([])
    await mock.clock.advance(1)
    expect(await rules()).toEqual(['no-retry'])
  })

  test('goes by the clock of its user', async () => {
    await using mock = await startStill()
    const user = await mock.createUser({ dataset: { fixture: 'thirty' } })
    await page(mock, '?per_page=10')
    await page(mock, '?per_page=10', user.token('combined'))
    await user.clock.advance(30)
    expect(await walkIds(mock, '?live=true&verdict=open')).toEqual([1])
  })
})

describe('rows that move', () => {
  test('are told, also when they are gone', async () => {
    await using mock = await startStill()
    await page(mock, '?per_page=10&page=1')
    await mock.conversations.create(Array.from({ length: 3 }, () => ({})))
    for (const number of [2, 3, 4]) await page(mock, `?per_page=10&page=${number}`)
    const [walk] = (await listWalks(mock)).walks
    expect(walk).toMatchObject({
      verdict: 'duplicated',
      rows: 30,
      delivered: 33,
      distinct: 30,
      missed: 0,
      duplicated: 3,
    })
    const [first, second] = walk?.duplicated_rows ?? []
    expect(first?.requests).toEqual([1, 2])
    await mock.conversations.delete(first?.id ?? 0)
    expect((await listWalks(mock)).walks[0]).toMatchObject({
      rows: 29,
      duplicated_rows: [{ id: first?.id, uuid: null }, second, { uuid: expect.any(String) }],
    })
  })

  test('are a hundred at most of those that were missed', async () => {
    await using mock = await startMock({ dataset: 'empty' })
    const user = await mock.createUser({ dataset: { generate: 250 } })
    await page(mock, '?per_page=10&page=1', user.token('combined'))
    await page(mock, '?per_page=10&page=2', user.token('combined'))
    const [walk] = (await listWalks(mock)).walks
    const rows = await user.conversations.list({ limit: 1000 })
    expect(walk?.missed).toBe(230)
    expect(walk?.missed_rows).toEqual(rows.slice(20, 120).map(({ id, uuid }) => ({ id, uuid })))
  })
})

test('a walk shows a thousand requests at most', async () => {
  await using mock = await startStill()
  for (let n = 0; n < 1005; n++) await page(mock, `?per_page=1&page=${2 + (n % 28)}`)
  const { walks } = await listWalks(mock)
  expect(walks.map(({ requests }) => requests)).toEqual([1005])
  expect(walks[0]?.steps.map(({ request }) => request)).toEqual(
    Array.from({ length: 1000 }, (_, index) => index + 1),
  )
})

describe('an end of walks', () => {
  test.each([
    ['DELETE /requests', { method: 'DELETE', path: '/__admin/requests' }],
    ['DELETE /requests?user=1', { method: 'DELETE', path: '/__admin/requests?user=1' }],
    ['POST /reset', { method: 'POST', path: '/__admin/reset' }],
    [
      'POST /reset of the journal',
      { method: 'POST', path: '/__admin/reset?user=1', body: { parts: ['journal'] } },
    ],
  ])('is %s, after which cursors are still known', async (_what, end) => {
    await using mock = await startStill()
    const { next_cursor: cursor } = toPage(await page(mock, '?per_page=10&cursor='))
    expect(await walkIds(mock)).toEqual([1])
    expect((await call(mock, end)).status).toBeLessThan(300)
    expect(await walkIds(mock)).toEqual([])
    await page(mock, `?per_page=10&cursor=${cursor}`)
    expect((await listWalks(mock)).walks).toMatchObject([
      { id: 2, steps: [{ request: 2, link: 'resumed' }], findings: [] },
    ])
  })

  test.each([
    ['DELETE /requests', { method: 'DELETE', path: '/__admin/requests' }],
    ['POST /reset', { method: 'POST', path: '/__admin/reset' }],
  ])('is %s, after which nothing is found', async (_what, end) => {
    await using found = await startFound()
    await call(found.mock, end)
    expect(await reportOf(found.mock)).toMatchObject({
      judged: true,
      requests: 0,
      forgotten: 0,
      walks: 0,
      findings: [],
    })
  })

  test('leaves the walks of others alone', async () => {
    await using walked = await startWalked()
    await call(walked.mock, { method: 'DELETE', path: `/__admin/requests?user=${MADE}` })
    expect(await walkIds(walked.mock)).toEqual([7, 4, 1])
  })

  test('is that of a user', async () => {
    await using walked = await startWalked()
    const { mock, user } = walked
    await user.delete()
    expect(await walkIds(mock)).toEqual([7, 4, 1])
    expect((await call(mock, get('/walks/5'))).status).toBe(404)
    expect((await call(mock, get(`/walks?user=${MADE}`))).status).toBe(404)
    expect((await call(mock, get(`/findings?user=${MADE}`))).status).toBe(404)
  })
})
