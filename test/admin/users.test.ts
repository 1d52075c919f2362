import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { User } from '../../src/admin/user-view.ts'
import { fixtureNames } from '../../src/seed/fixtures.ts'
import { loadFixture } from '../../src/seed/load-fixture.ts'
import { startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { call } from './calls.ts'
import { del, get, MADE, post, startFilled } from './refusals.ts'

const mock = startFilled()

/** The number of users in a database file, read over a separate connection. */
function usersIn(file: string): number | undefined {
  const db = new Database(file, { readonly: true })
  const count = db.prepare<[], number>('SELECT count(*) FROM users').pluck().get()
  db.close()
  return count
}

describe('POST /users', () => {
  test('makes a user with a token for each edition, and nothing said gives the demo', async () => {
    await using own = await startMock({ dataset: 'one' })
    const { status, body } = await call(own, post('/users'))
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'Test User',
      email: 'test@example.com',
      is_created: true,
      expires_at: null,
      conversations: 68,
    })
    expect(body).toHaveProperty(
      'tokens',
      ['nicecall', 'aiployees', 'autocalls', 'combined'].map((edition) => ({
        id: expect.any(Number),
        plain: expect.stringMatching(new RegExp(`^test-${edition}-[0-9a-f]{32}$`)),
        edition,
        user_id: MADE,
      })),
    )
    expect((await call(own, get(`/users/${MADE}`))).body).toEqual(body)
    expect((await call(own, get('/users'))).body).toMatchObject({
      users: [{ id: 1, is_created: false }, body],
    })
  })

  test.each(fixtureNames)('takes the rows of the first user of %s', async (fixture) => {
    const { users, assistants, conversations } = loadFixture(fixture)
    const own = new Set(
      assistants.filter(({ user_id }) => user_id === users[0]?.id).map(({ id }) => id),
    )
    const user = await mock().createUser({ dataset: { fixture } })
    expect(await user.conversations.count()).toBe(
      conversations.filter(({ assistant_id }) => own.has(assistant_id)).length,
    )
    await user.delete()
  })

  test('generates the same rows from the same seed', async () => {
    const users = await Promise.all(
      [5, 5, 6].map((seed) => mock().createUser({ dataset: { generate: 20, seed } })),
    )
    const [a, b, c] = await Promise.all(users.map((user) => user.conversations.list()))
    expect(a).toHaveLength(20)
    expect(b).toEqual(a)
    expect(c).not.toEqual(a)
    await Promise.all(users.map((user) => user.delete()))
  })

  test('takes rows as they are given and makes up what they do not say', async () => {
    const assistants = [{ id: 7, uuid: 'seven', name: 'Seven' }]
    const conversations = [
      { id: 2, uuid: 'two', variables: { n: 1 } },
      { type: 'api' as const },
      { assistant_id: 7 },
    ]
    const user = await mock().createUser({ dataset: { assistants, conversations } })
    expect(await user.conversations.list()).toMatchObject([
      { id: 3, assistant_id: 7 },
      { id: 2, uuid: 'two', variables: { n: 1 }, assistant_id: 7 },
      { id: 1, type: 'api', assistant_id: 7 },
    ])
    await user.delete()
  })

  test('keeps integers of 64 bits, the order of keys and what is named __proto__ in variables', async () => {
    const variables = '{"2":9223372036854775807,"1":-9223372036854775808,"__proto__":{"x":1}}'
    const made = await call(
      mock(),
      post('/users', `{"dataset":{"conversations":[{"variables":${variables}}]}}`),
    )
    const { id } = User.parse(made.body)
    expect((await call(mock(), get(`/dataset?user=${id}`))).text).toContain(
      `"variables":${variables}`,
    )
    await call(mock(), del(`/users/${id}`))
  })
})

describe('GET and DELETE /users/{id}', () => {
  test('deletes a user, whose tokens are refused from then on', async () => {
    const user = await mock().createUser({ dataset: { fixture: 'one' } })
    expect((await ask(mock().url, user.token())).status).toBe(200)
    expect((await call(mock(), del(`/users/${user.id}`))).status).toBe(204)
    expect((await ask(mock().url, user.token())).status).toBe(401)
    expect((await call(mock(), get(`/users/${user.id}`))).status).toBe(404)
  })

  test('never gives an id again, so that nobody deletes the user of somebody else', async () => {
    const users: number[] = []
    const tokens: number[] = []
    for (let round = 0; round < 3; round++) {
      const user = await mock().createUser({ dataset: { generate: 0 } })
      users.push(user.id)
      tokens.push(...user.tokens.map(({ id }) => id))
      await user.delete()
    }
    expect([new Set(users).size, new Set(tokens).size]).toEqual([3, 12])
  })
})

describe('a time to live', () => {
  test('ends by the clock of the server, and takes everything with it', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.clock.freeze('2025-03-01T12:00:00Z')
    const user = await own.createUser({ ttl_seconds: 60 })
    await user.faults.arm({ effect: { type: 'duplicate_row' } })
    await ask(own.url, user.token())
    expect((await call(own, get(`/users/${user.id}`))).body).toHaveProperty(
      'expires_at',
      '2025-03-01T12:01:00.000Z',
    )
    await own.clock.advance(60)
    expect((await ask(own.url, user.token())).status).toBe(200)
    await own.clock.advance(1)
    expect((await ask(own.url, user.token())).status).toBe(401)
    expect(await own.status()).toMatchObject({ users: 1, faults: 0, conversations: 1, requests: 1 })
    for (const asked of [
      get(`/users/${user.id}`),
      get(`/dataset?user=${user.id}`),
      get(`/clock?user=${user.id}`),
    ])
      expect((await call(own, asked)).status).toBe(404)
  })

  test('ends also where nobody calls any more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-users-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'mock.db')
    await using own = await startMock({ dataset: 'one', db: file })
    await own.createUser({ ttl_seconds: 60 })
    expect(usersIn(file)).toBe(2)
    await own.clock.advance(61)
    await expect.poll(() => usersIn(file)).toBe(1)
  })

  test('ends by the clock of the user, when it has one', async () => {
    await using own = await startMock({ dataset: 'one' })
    const [a, b] = await Promise.all([
      own.createUser({ ttl_seconds: 60 }),
      own.createUser({ ttl_seconds: 60 }),
    ])
    await a.clock.freeze()
    await b.clock.advance(61)
    expect((await own.users.list()).map(({ id }) => id)).toEqual([1, a.id])
    await own.clock.advance(120)
    expect((await ask(own.url, a.token())).status).toBe(200)
    await a.clock.resume()
    expect((await own.users.list()).map(({ id }) => id)).toEqual([1])
  })
})

test('there are at most 1000 users, however many come at once', async () => {
  await using own = await startMock({ dataset: 'one' })
  const make = (dataset: object = { fixture: 'empty' }) =>
    call(own, post('/users', { editions: ['combined'], dataset }))
  for (let made = 1; made < 980; made += 89)
    await Promise.all(Array.from({ length: Math.min(89, 980 - made) }, () => make()))
  const statuses = (await Promise.all(Array.from({ length: 60 }, () => make({ generate: 5 })))).map(
    ({ status }) => status,
  )
  expect([
    statuses.filter((status) => status === 201).length,
    statuses.filter((status) => status === 429).length,
  ]).toEqual([20, 40])
  expect((await own.status()).users).toBe(1000)
  const refused = await call(own, post('/users'))
  expect(refused.body).toEqual({
    message: 'there are 1000 users, which is the most; delete one first',
    errors: [],
  })
  const [, made] = await own.users.list()
  await made?.delete()
  expect((await make()).status).toBe(201)
})
