// Calls that read a lot of data work in turns. The mock answers clients between two turns.

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type StartedMock, startMock } from '../../src/index.ts'
import { makeRequests } from '../../tools/soak/requests.ts'
import { ask } from '../client/asking.ts'
import { call, type Call } from './calls.ts'

const ENTRIES = 400
/** The least number of answers during a call. Without turns there would be two or three. */
const ANSWERS = 10

/** The clock moves one millisecond per read, so turns are equally long on every machine. */
vi.mock(import('../../src/clock/real-time.ts'), async (load) => {
  let time = 0
  return { ...(await load()), performance: { now: () => ++time } }
})

/** Enough rows that the mock also reads the body in turns. */
const ROWS = 300

let mock: StartedMock

/** A list of rows in the form of the API. */
function listOf(name: string): object {
  const row = {
    assistant_id: name,
    assistant_name: name,
    type: 'widget',
    message_count: 1,
    total_cost: 0,
    ai_enabled: true,
    created_at: '2025-01-01 00:00:00',
    updated_at: '2025-01-01 00:00:00',
  }
  return { data: Array.from({ length: ROWS }, (_, index) => ({ id: `${name}-${index}`, ...row })) }
}

const way = (step: number): string => `?per_page=100&page=${1 + (step % 20)}`

beforeAll(async () => {
  mock = await startMock({ generate: 2000, key: ['watcher=nicecall', 'walker=nicecall'] })
  await makeRequests({ port: Number(new URL(mock.url).port), token: 'walker', way, count: ENTRIES })
  // The first call also loads the admin API, which would disturb the counts.
  await call(mock, { path: '/__admin/rules' })
})

afterAll(async () => mock.close())

/** The number of answers that a client gets during a call. */
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
  ['a search', { path: '/__admin/requests?parameter.nothing=1' }],
  ['a count', { path: '/__admin/requests/count?target=nothing&ignored=nothing' }],
  ['a list given back', { method: 'POST', path: '/__admin/conversations', body: listOf('posted') }],
  [
    'a dataset that is a list',
    { method: 'PUT', path: '/__admin/dataset?user=1', body: listOf('put') },
  ],
  [
    'a change of a long row',
    {
      method: 'PATCH',
      path: '/__admin/conversations/1?user=1',
      body: { variables: { texts: Array.from({ length: 900 }, () => 'x'.repeat(1000)) } },
    },
  ],
  [
    'a check that fails',
    {
      method: 'POST',
      path: '/__admin/requests/verify',
      body: { request: { parameters: { page: 'x', type: 'y' } } },
    },
  ],
])('%s is made while others are answered', async (_what, one) => {
  expect(await answersDuring(one)).toBeGreaterThan(ANSWERS)
})
