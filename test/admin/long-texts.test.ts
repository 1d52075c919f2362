// A client decides how long its requests are. Judgements show the start of them.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { ask } from '../walking.ts'
import { listWalks, reportOf } from './judged.ts'

const LONG = 'x'.repeat(7000)
const SHOWN = 500
const path = '/api/user/conversations'

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty' })
  const request = { url: mock.url, token: mock.token('combined') }
  await ask({ ...request, query: `?type=${LONG}` })
  await ask({ ...request, query: `?cursor=${LONG}` })
})
afterAll(() => mock.close())

test('a finding shows the start of a long request and its length', async () => {
  const { findings } = await reportOf(mock)
  const refused = findings.find(({ rule }) => rule === 'filter-refused')
  const query = `type=${'x'.repeat(SHOWN - `${path}?type=`.length)}`
  expect(refused?.evidence[0]?.request).toMatchObject({
    id: 1,
    path,
    query: `${query}… (${`${path}?type=${LONG}`.length} characters)`,
    parameters: { type: query.slice('type='.length) },
    curl: '# This request is long. GET /__admin/requests/1 has its command.',
  })
})

test('a message names the start of a long value', async () => {
  const { findings } = await reportOf(mock)
  const refused = findings.find(({ rule }) => rule === 'filter-refused')
  expect(refused?.message).toContain(`type=${'x'.repeat(200)}… (7000 characters)`)
})

test('the journal shows the whole request', async () => {
  const whole = { query: `type=${LONG}`, parameters: { type: LONG } }
  expect(await mock.requests.find(1)).toMatchObject(whole)
  expect((await mock.requests.list({ order: 'oldest' }))[0]).toMatchObject(whole)
})

test('a walk shows the start of a long filter and of a long cursor', async () => {
  const cut = `${LONG.slice(0, SHOWN)}… (7000 characters)`
  const { walks } = await listWalks(mock)
  const byId = walks.toSorted((a, b) => a.id - b.id)
  expect(byId.map(({ filters, steps }) => [filters, steps[0]?.cursor])).toEqual([
    [{ type: cut }, null],
    [{}, cut],
  ])
})
