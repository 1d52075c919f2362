// Every call of the soak's table, with fewer rows: it succeeds, and a client is answered meanwhile.

import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type StartedMock, startMock } from '../../src/index.ts'
import { type Caller, calls } from '../../tools/soak/calls.ts'
import { makeRequests, ways } from '../../tools/soak/requests.ts'
import { open } from '../admin/calls.ts'
import { ask } from '../walking.ts'

const ENTRIES = 100
const ROWS = 4000
const USERS = 6
/** A call that gives no turn lets two or three answers through. */
const ANSWERS = 20

/** A clock that moves on by a millisecond whenever somebody looks at it: turns are then as long on every machine. */
vi.mock(import('../../src/clock/real-time.ts'), async (load) => {
  let time = 0
  return { ...(await load()), performance: { now: () => ++time } }
})

let mock: StartedMock
let caller: Caller

beforeAll(async () => {
  mock = await startMock({ generate: ROWS, key: 'watcher=nicecall' })
  const users = await Promise.all(
    Array.from({ length: USERS }, async () =>
      mock.createUser({ dataset: { generate: 500 }, editions: ['nicecall'] }),
    ),
  )
  const port = Number(new URL(mock.url).port)
  await Promise.all(
    users.map(async (user, index) =>
      makeRequests({
        port,
        token: user.token('nicecall'),
        way: ways[index % ways.length] ?? String,
        count: ENTRIES,
      }),
    ),
  )
  caller = {
    users: users.map(({ id }) => id),
    rows: ROWS,
    share: 0.25,
    async ask(method, path, body) {
      const response = await open(mock, {
        method,
        path: `/__admin${path}`,
        ...(body !== undefined && { body }),
      })
      return { status: response.statusCode ?? 0, text: await text(response) }
    },
  }
})

afterAll(async () => mock.close())

/** How often a client is answered during some work. */
async function answersDuring(
  work: () => Promise<number>,
): Promise<{ status: number; answers: number }> {
  const state = { answers: 0, isOver: false }
  const asking = (async () => {
    for (; !state.isOver; state.answers++) {
      const { status } = await ask({ url: mock.url, token: 'watcher', query: '?per_page=1' })
      expect(status).toBe(200)
    }
  })()
  const status = await work()
  const { answers } = state
  state.isOver = true
  await asking
  return { status, answers }
}

const others: ReadonlyMap<string, number> = new Map([
  ['create 10,000 rows', 201],
  ['create 10,000 rows refused', 422],
  ['list given back', 201],
  ['snapshot of 1000 deleted', 204],
  ['user created, given 20,000 rows', 201],
  ['longest row', 201],
  ['user deleted', 204],
  ['verify failing', 409],
  ['verify failing by path', 409],
])

/** They have much to do in this mock as well. */
const long: ReadonlySet<string> = new Set([
  'create 10,000 rows',
  'create 10,000 rows refused',
  'dataset export',
  'dataset put',
  'dataset put of a list',
  'list given back',
  'user created, given 20,000 rows',
])

/** They take seconds: test/admin/turns.test.ts looks at them with fewer requests. */
const tooLong = /100000|100,000|^findings$|^walks|live|after all|all at once|nothing/

test.each(calls.filter(({ name }) => !tooLong.test(name)))('$name', async (one) => {
  await one.prepare?.(caller, 0)
  const { status, answers } = await answersDuring(() => one.run(caller, 0))
  expect(status).toBe(others.get(one.name) ?? 200)
  expect(answers).toBeGreaterThan(long.has(one.name) ? ANSWERS : -1)
})
