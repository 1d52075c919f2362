import { describe, expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import { ruleIds } from '../../src/rule-ids.ts'
import { call, type Called } from './calls.ts'
import { findingIds, FOUND, listWalks, reportOf, startFound } from './judged.ts'
import { del, get, MADE, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

const silence = (mock: Mock, rule: string, reason: string, query = ''): Promise<Called> =>
  call(mock, put(`/silences/${rule}${query}`, { reason }))

const listed = async (mock: Mock, query = ''): Promise<unknown> =>
  (await call(mock, get(`/silences${query}`))).body

/** The ids of the silenced findings, each with the reason. */
const silenced = async (mock: Mock, query = '') =>
  (await reportOf(mock, query)).findings
    .filter((finding) => finding.silenced !== null)
    .map(({ id, silenced: reason }) => [id, reason])

describe('a silence', () => {
  test('of the run is that of all, and is shown with its reason', async () => {
    await using found = await startFound()
    const { mock } = found
    const said = { rule: 'never-paged', reason: 'newest rows only' }
    expect(await silence(mock, 'never-paged', ' newest rows only ')).toMatchObject({
      status: 200,
      body: said,
    })
    expect((await reportOf(mock)).counts).toEqual({ error: 2, warning: 1, note: 0, silenced: 1 })
    expect([await findingIds(mock), await silenced(mock)]).toEqual([
      FOUND,
      [['never-paged-5', 'newest rows only']],
    ])
    expect([await listed(mock), await listed(mock, '?user=1')]).toEqual([
      { silences: [said] },
      { silences: [] },
    ])
  })

  test('of a user is that of no other', async () => {
    await using found = await startFound()
    const { mock } = found
    for (const rule of ['filters-lost', 'never-paged'])
      await silence(mock, rule, 'of the first', '?user=1')
    expect(await silenced(mock)).toEqual([['filters-lost-1', 'of the first']])
    await silence(mock, 'never-paged', 'of the second', `?user=${MADE}`)
    await silence(mock, 'never-paged', 'of the run')
    expect(await silenced(mock, `?user=${MADE}`)).toEqual([['never-paged-5', 'of the second']])
  })

  test('shows no secret of the mock in a report', async () => {
    await using found = await startFound()
    const { mock } = found
    await silence(mock, 'never-paged', `see the page that ${mock.adminToken} opens`)
    expect(await silenced(mock)).toEqual([['never-paged-5', 'see the page that *** opens']])
  })

  test('takes the rule out of what walks broke', async () => {
    await using found = await startFound()
    const { mock } = found
    const broken = async () =>
      (await listWalks(mock, '?user=1')).walks.map(({ findings }) => findings)
    expect(await broken()).toEqual([['undocumented-parameter'], ['filters-lost']])
    await silence(mock, 'filters-lost', 'known', '?user=1')
    expect(await broken()).toEqual([['undocumented-parameter'], []])
  })

  test('goes away alone', async () => {
    await using found = await startFound()
    const { mock } = found
    await silence(mock, 'filters-lost', 'run')
    await silence(mock, 'filters-lost', 'user', '?user=1')
    expect((await call(mock, del('/silences/filters-lost?user=1'))).status).toBe(204)
    expect(await silenced(mock)).toEqual([['filters-lost-1', 'run']])
    expect((await call(mock, del('/silences/filters-lost'))).status).toBe(204)
    expect(await silenced(mock)).toEqual([])
    expect((await call(mock, del('/silences/filters-lost'))).status).toBe(404)
  })

  test('may come from the settings', async () => {
    await using found = await startFound({
      silence: ['never-paged = a widget', 'token-in-url=known'],
    })
    expect(await silenced(found.mock)).toEqual([
      ['token-in-url-8', 'known'],
      ['never-paged-5', 'a widget'],
    ])
  })

  test('goes with the user', async () => {
    await using found = await startFound()
    const { mock, user } = found
    await silence(mock, 'never-paged', 'of the second', `?user=${user.id}`)
    await user.delete()
    expect((await call(mock, get(`/silences?user=${user.id}`))).status).toBe(404)
    expect(await findingIds(mock)).toEqual(FOUND.slice(0, 3))
  })
})

const RULES = `must be one of ${ruleIds.slice(0, 3).join(', ')}`

testRefusals(startFilled(), [
  ...userRefusals('GET', '/silences'),
  ...userRefusals('PUT', '/silences/no-retry', { reason: 'x' }),
  ...userRefusals('DELETE', '/silences/no-retry'),
  ['an unknown rule', put('/silences/good', { reason: 'x' }), 422, 'rule', RULES],
  ['no body', put('/silences/no-retry'), 422, '', 'the body is missing; it must be an object'],
  ['no reason', put('/silences/no-retry', {}), 422, 'reason', 'is missing; it must be a string'],
  [
    'an empty reason',
    put('/silences/no-retry', { reason: '  ' }),
    422,
    'reason',
    'must be at least 1 character long',
  ],
  [
    'a reason without end',
    put('/silences/no-retry', { reason: 'x'.repeat(501) }),
    422,
    'reason',
    'must be at most 500 characters long',
  ],
  [
    'more than a reason',
    put('/silences/no-retry', { reason: 'x', until: 1 }),
    422,
    'until',
    'is not known here',
  ],
  ['to let an unknown rule count', del('/silences/good'), 422, 'rule', RULES],
  [
    'to let a rule count that does',
    del('/silences/no-retry'),
    404,
    null,
    'there is no silence of no-retry; see GET /__admin/silences',
  ],
])
