// Tests many users of one mock at the same time. Each user has its own rows, faults and clock.

import { expect } from 'vitest'
import { type Mock, type MockUser, startMock } from '../../src/index.ts'
import { loadGenerator } from '../../src/seed/generator.ts'
import { call } from './calls.ts'
import { get } from './refusals.ts'
import { type Answered, ask, idsOf, toPage, walkByCursor, walkByPage } from '../walking.ts'

const ROWS = 100
const LIMIT = 10_000
const START = Date.UTC(2025, 0, 1) / 1000

type Filling = (mock: Mock, number: number) => Promise<MockUser>

/** Four ways to create a user with 100 rows of its own. */
const fillings: readonly Filling[] = [
  (mock, number) => mock.createUser({ dataset: { generate: ROWS, seed: number } }),
  (mock, number) =>
    mock.createUser({
      dataset: {
        conversations: Array.from({ length: ROWS }, (_, index) => ({ uuid: `${number}-${index}` })),
      },
    }),
  async (mock, number) => {
    const user = await mock.createUser({ dataset: { generate: 0, seed: number } })
    await Promise.all(
      [0, 50].map((first) =>
        user.conversations.create(
          Array.from({ length: 50 }, (_, index) => ({ uuid: `${number}-${first + index}` })),
        ),
      ),
    )
    return user
  },
  async (mock, number) => {
    const user = await mock.createUser({ dataset: { fixture: 'empty' } })
    const { conversations, ...others } = await loadGenerator({ count: ROWS, seed: number })
    await user.dataset.replace({
      ...others,
      conversations: Array.from(conversations(), (row) => ({ ...row, variables: null })),
    })
    return user
  },
]

export const remaining = ({ headers }: Answered): number => Number(headers['x-ratelimit-remaining'])

/** Creates, uses and checks a user, which must work as if it were alone. Returns its rows. */
async function live(mock: Mock, number: number): Promise<string[]> {
  const user = await fillings[number % fillings.length]?.(mock, number)
  if (!user) throw new Error('there is no such filling')
  const now = new Date((START + number * 86_400) * 1000)
  const status = 500 + (number % 99)
  await Promise.all([
    user.clock.freeze(now),
    user.faults.arm({ match: { parameters: { type: 'api' } }, effect: { type: 'status', status } }),
    user.snapshot.save('same-name'),
  ])
  const rows = (await user.conversations.list({ limit: 1000 })).map(({ uuid }) => uuid)
  expect(new Set(rows).size).toBe(ROWS)

  const asking = {
    url: mock.url,
    token: user.token('combined'),
    headers: { 'X-Mock-Walk': `walk ${number}` },
  }
  const [byPage, byCursor] = await Promise.all([
    walkByPage(asking, 30),
    walkByCursor({ ...asking, token: user.token('autocalls') }, 30),
  ])
  expect([byPage.ids, byCursor.ids]).toEqual([rows, rows])
  const faulty = await ask({ ...asking, query: '?type=api' })
  expect(faulty.status).toBe(status)
  expect(remaining(await ask({ ...asking, query: '?per_page=1' }))).toBe(
    LIMIT - byPage.pages.length - byCursor.pages.length - 1,
  )

  const asked = byPage.pages.length + byCursor.pages.length + 2
  const requests = await user.requests.list({ limit: 1000 })
  expect(requests).toHaveLength(asked)
  for (const request of requests)
    expect(request).toMatchObject({
      user: user.id,
      correlation: `walk ${number}`,
      time: now.toISOString(),
    })
  await user.verify({ status, fault: 'status' }, { exactly: 1 })

  const [created] = await user.conversations.create([{}])
  expect(created?.created_at).toBe(now.toISOString().slice(0, 19).replace('T', ' '))
  await user.snapshot.restore('same-name')
  expect(idsOf(toPage(await ask({ ...asking, query: '?per_page=100' })))).toEqual(rows)
  expect(await user.faults.list()).toMatchObject([{ user: user.id, matched: 1, applied: 1 }])
  await user.delete()
  expect((await ask(asking)).status).toBe(401)
  return rows
}

/** Checks that `count` users at the same time do not affect each other. */
export async function expectIsolated(count: number): Promise<void> {
  await using mock = await startMock({ dataset: 'thirty', rateLimit: LIMIT })
  await mock.clock.freeze('2030-01-01T00:00:00Z')
  const before = await call(mock, get('/dataset'))
  const rows = await Promise.all(
    Array.from({ length: count }, (_, number) => live(mock, number + 1)),
  )
  expect(new Set(rows.flat()).size).toBe(count * ROWS)
  await mock.requests.clear()
  expect(await mock.status()).toMatchObject({
    now: '2030-01-01T00:00:00.000Z',
    users: 1,
    conversations: 30,
    faults: 0,
    requests: 0,
    listeners: 0,
    listeners_cut: 0,
  })
  expect((await call(mock, get('/dataset'))).text).toBe(before.text)
  expect([await mock.faults.list(), await mock.snapshot.list(), await mock.users.list()]).toEqual([
    [],
    [],
    [expect.objectContaining({ id: 1 })],
  ])
  const first = await ask({ url: mock.url, token: mock.token('combined') })
  expect([first.status, remaining(first)]).toEqual([200, LIMIT - 1])
}
