import { expect, test } from 'vitest'
import { User } from '../../src/admin/user-view.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { startMock } from '../../src/index.ts'
import { loadGenerator } from '../../src/seed/generator.ts'
import { formatDataset } from '../../src/dataset/text.ts'
import { startServer } from '../../src/server/server.ts'
import { call } from './calls.ts'
import { del, get, post, put } from './refusals.ts'
import { ask } from '../walking.ts'
import { expectIsolated } from './lives.ts'

test('16 users live side by side, and none of them notices another', () => expectIsolated(16))

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
  const left = { users: 1, conversations: 1, faults: 0 }
  await expect.poll(async () => (await call(server, get('/status'))).body).toMatchObject(left)
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
  // An export is aborted when its rows are replaced meanwhile. No other error is allowed.
  expect(broken.filter((reason) => !reason.includes('aborted'))).toEqual([])
  await mock.reset()
  expect((await call(mock, get('/dataset'))).text).toBe(before)
  expect((await call(mock, get(`/dataset?user=${user.id}`))).text).toBe(own)
  await expect.poll(() => mock.status()).toMatchObject({ users: 2, faults: 0 })
})
