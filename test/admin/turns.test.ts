// Calls that look at much do it in turns: clients are answered in between.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StartedMock, startMock } from '../../src/index.ts'
import { makeRequests } from '../../tools/soak/requests.ts'
import { ask } from '../client/asking.ts'
import { call, type Call } from './calls.ts'

const ENTRIES = 5000
/** Without turns it would be one or two, whatever the machine. */
const ANSWERS = 4

let mock: StartedMock

const way = (step: number): string => `?per_page=100&page=${1 + (step % 20)}`

beforeAll(async () => {
  mock = await startMock({ generate: 2000, key: ['watcher=nicecall', 'walker=nicecall'] })
  await makeRequests({ port: Number(new URL(mock.url).port), token: 'walker', way, count: ENTRIES })
  // Whoever knocks first has the admin API loaded.
  await call(mock, { path: '/__admin/rules' })
})

afterAll(async () => mock.close())

/** How often a client is answered during a call. */
async function answersDuring(one: Call): Promise<number> {
  const state = { answers: 0, isOver: false }
  const asking = (async () => {
    for (; !state.isOver; state.answers++) await ask(mock.url, 'watcher', '?per_page=1')
  })()
  await call(mock, one)
  state.isOver = true
  await asking
  return state.answers
}

test.each<[what: string, one: Call]>([
  ['a report', { path: '/__admin/findings?user=1' }],
  ['a list of walks', { path: '/__admin/walks?limit=1000' }],
  ['walks that came to their end', { path: '/__admin/walks?verdict=complete' }],
])('%s is made while others are answered', async (_what, one) => {
  expect(await answersDuring(one)).toBeGreaterThan(ANSWERS)
})
