import { expect, test } from 'vitest'
import { User } from '../../src/admin/users.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { type Mock, type MockUser, startMock } from '../../src/index.ts'
import { loadGenerator } from '../../src/seed/generator.ts'
import { formatDataset } from '../../src/dataset/text.ts'
import { startServer } from '../../src/server/server.ts'
import { call } from './calls.ts'
import { del, get, post, put } from './refusals.ts'
import { type Answered, ask, idsOf, toPage, walkByCursor, walkByPage } from '../walking.ts'

const USERS = 200
const ROWS = 100
const LIMIT = 10_000
const START = Date.UTC(2025, 0, 1) / 1000

type Filling = (mock: Mock, number: number) => Promise<MockUser>

/** Four ways to a user with 100 rows that no other one has. */
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

const remaining = ({ headers }: Answered): number => Number(headers['x-ratelimit-remaining'])

/** The whole life of a user, which must go as if it were alone. Gives its rows. */
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

test(`${USERS} users live side by side, and none of them notices another`, async () => {
  await using mock = await startMock({ dataset: 'thirty', rateLimit: LIMIT })
  await mock.clock.freeze('2030-01-01T00:00:00Z')
  const before = await call(mock, get('/dataset'))
  const rows = await Promise.all(
    Array.from({ length: USERS }, (_, number) => live(mock, number + 1)),
  )
  expect(new Set(rows.flat()).size).toBe(USERS * ROWS)
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
})

test('a limit that one user hits is none for another', async () => {
  await using mock = await startMock({ dataset: 'one', rateLimit: 3 })
  await mock.clock.freeze('2025-01-01T00:00:00Z')
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async (_, number) => {
      const user = await mock.createUser({ dataset: { fixture: 'one' } })
      const answers: number[] = []
      for (let round = 0; round < 3 + (number % 3); round++)
        answers.push((await ask({ url: mock.url, token: user.token() })).status)
      if (number % 2 === 0) await user.clock.advance(60)
      answers.push((await ask({ url: mock.url, token: user.token('autocalls') })).status)
      return answers
    }),
  )
  for (const [number, answers] of statuses.entries())
    expect(answers).toEqual([
      200,
      200,
      200,
      ...Array(number % 3).fill(429),
      number % 2 === 0 ? 200 : 429,
    ])
})

async function* inTwo(text: string, between: Promise<void>): AsyncGenerator<string> {
  yield text.slice(0, text.length / 2)
  await between
  yield text.slice(text.length / 2)
}

test('a user that is deleted while it is asked for, written to and filled is gone, and nothing fails', async () => {
  const reported: unknown[] = []
  const settings = parseSettings([
    { values: { port: 0, dataset: 'one', adminToken: 'the-admin-token' }, nameOf: (name) => name },
  ])
  const server = await startServer(settings, { onError: (error) => reported.push(error) })
  const { conversations, ...others } = await loadGenerator({ count: 2000, seed: 1 })
  const text = [...formatDataset({ ...others, conversations: conversations() })].join('')
  for (let round = 0; round < 5; round++) {
    const made = User.parse(
      (await call(server, post('/users', { dataset: { generate: 50 } }))).body,
    )
    const query = `?user=${made.id}`
    const asking = { url: server.url, token: made.tokens[3]?.plain ?? '' }
    await call(
      server,
      post(`/faults${query}`, {
        match: { parameters: { per_page: '2' } },
        effect: { type: 'delay', milliseconds: 50 },
      }),
    )
    await call(server, put(`/traffic${query}`, { per_second: 1000 }))
    await call(server, put(`/script${query}`, { times: 100, steps: [{ after: 1, insert: 5 }] }))
    const late = ask({ ...asking, query: '?per_page=2' })
    const many = Array.from({ length: 30 }, () => ask(asking))
    const deleted = Promise.withResolvers<void>()
    const filling = call(server, {
      ...put(`/dataset${query}`),
      chunks: inTwo(text, deleted.promise),
    })
    await many[0]
    expect((await call(server, del(`/users/${made.id}`))).status).toBe(204)
    deleted.resolve()
    expect((await late).status).toBe(200)
    for (const answer of await Promise.all(many)) expect([200, 401]).toContain(answer.status)
    expect(await filling).toMatchObject({
      status: 404,
      body: { message: `there is no user ${made.id}; see GET /__admin/users` },
    })
    expect((await ask(asking)).status).toBe(401)
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await call(server, get('/status'))).body).toMatchObject({
    users: 1,
    conversations: 1,
    faults: 0,
  })
  expect(reported).toEqual([])
  await server.close()
})

test('whatever is done at the same time, a reset leads back to the start', async () => {
  await using mock = await startMock({ dataset: 'thirty' })
  const before = (await call(mock, get('/dataset'))).text
  const user = await mock.createUser({ dataset: { fixture: 'ties' } })
  const own = (await call(mock, get(`/dataset?user=${user.id}`))).text
  await mock.snapshot.save('a')
  const dataset = JSON.parse(before)
  const works = [
    put('/dataset', dataset),
    put('/dataset', { ...dataset, conversations: [] }),
    put(`/dataset?user=${user.id}`, dataset),
    put('/dataset?user=1', { ...dataset, conversations: [] }),
    post('/reset'),
    post('/reset?user=1', { parts: ['state'] }),
    post(`/reset?user=${user.id}`),
    put('/snapshots/a'),
    put('/snapshots/b'),
    post('/snapshots/a/restore'),
    post('/snapshots/b/restore'),
    del('/snapshots/b'),
    post('/conversations', [{}, {}]),
    del('/conversations/1'),
    { method: 'PATCH', path: '/__admin/conversations/2', body: { customer_name: 'x' } },
    put('/traffic', { per_second: 1000, limit: 5 }),
    put('/script', { steps: [{ after: 1, delete: { newest: 3 }, touch: { oldest: 3 } }] }),
    get('/dataset'),
    get(`/dataset?user=${user.id}`),
    get('/users'),
    get('/status'),
  ]
  const answers = await Promise.allSettled(
    Array.from({ length: 300 }, (_, n) =>
      call(mock, works[(n * 13) % works.length] ?? get('/status')),
    ),
  )
  const broken = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [String(answer.reason)] : [],
  )
  // An export whose rows are replaced meanwhile.
  expect(broken.filter((reason) => !reason.includes('aborted'))).toEqual([])
  await mock.reset()
  expect((await call(mock, get('/dataset'))).text).toBe(before)
  expect((await call(mock, get(`/dataset?user=${user.id}`))).text).toBe(own)
  await expect.poll(() => mock.status()).toMatchObject({ users: 2, faults: 0 })
})
