import { expect, test } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { createRandom, type Random } from '../../src/random/random.ts'
import { startServer } from '../../src/server/server.ts'
import { ask } from '../walking.ts'
import { type Call, call } from './calls.ts'
import { get, patch, post, put } from './refusals.ts'

const ROUNDS = 1000

/** Calls that the mock accepts. The tests change them at random. */
const seeds: readonly Call[] = [
  post('/reset', { parts: ['state', 'limiter'] }),
  post('/users', {
    name: 'x',
    email: 'y',
    editions: ['combined'],
    ttl_seconds: 5,
    dataset: { generate: 2, seed: 1 },
  }),
  post('/users', {
    dataset: {
      assistants: [{ id: 1, uuid: 'a', name: 'A' }],
      conversations: [{ id: 1, variables: { a: [1] } }],
    },
  }),
  post('/conversations?user=1&seed=1', [{ id: 500, type: 'api' }, { variables: { b: 2 } }]),
  patch('/conversations/1', { type: 'api', created_at: '2025-01-01 00:00:00', total_cost: 1.5 }),
  put('/dataset', {
    users: [{ id: 1 }],
    tokens: [{ id: 1, user_id: 1, plain: 'key' }],
    assistants: [{ id: 1, uuid: 'a', user_id: 1, name: 'A' }],
    conversations: [],
  }),
  put('/snapshots/a'),
  post('/faults', {
    match: { token: 1, parameters: { type: 'x' }, cursor: false, nth: 3 },
    times: 2,
    seed: 1,
    note: 'x',
    effect: { type: 'status', status: 500, body: { a: 1 }, headers: { 'X-A': 'b' } },
  }),
  post('/faults', {
    match: { probability: 0.1 },
    effect: { type: 'delay', distribution: 'uniform', min: 0, max: 1 },
  }),
  post('/faults', {
    times: 1,
    effect: { type: 'rate_limit', retry_after: 1, form: 'date', limit: 5 },
  }),
  put('/replies', [
    { when: { contains: 'a', nth: 1 }, reply: 'x', function_calls: [{ a: 1 }] },
    { when: { assistant_id: 1 }, reply: '{message}' },
  ]),
  patch('/users/1', { total_balance: 1.5 }),
  put('/script', {
    match: { correlation: 'w' },
    times: 2,
    steps: [
      { after: 1, insert: [{ type: 'api' }], delete: { newest: 1 }, touch: { ids: [1, 'a'] } },
    ],
  }),
  put('/traffic', { per_second: 5, limit: 2, seed: 1, draft: { type: 'api' } }),
  post('/requests/verify', {
    request: { status: [200, '4xx'], parameters: { page: 1 }, user: 1, since: 0 },
    at_least: 1,
    at_most: 5,
  }),
  put('/clock', { now: '2025-01-25T14:30:00Z', advance: 5, is_frozen: true }),
  get('/requests?user=1&status=200,4xx&parameter.page=1&limit=5&order=oldest&since=0'),
  get('/conversations?type=api&limit=5&offset=1&date_from=2025-01-01&assistant_id=1'),
]

const odd: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e308,
  2 ** 53,
  2 ** 31,
  '',
  'x',
  '\0',
  '\ud800',
  'é'.repeat(300),
  [],
  {},
  [[]],
  [null],
  { '': 1 },
  { type: 'reset' },
  '__proto__',
  '9'.repeat(30),
]

const pick = <T>(random: Random, list: readonly T[]): T | undefined =>
  list[random.below(list.length)]

/** The value with one random change: a part is replaced, removed, doubled or added. */
function mutate(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(4) === 0) return pick(random, odd)
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1)
    return at === value.length
      ? [...value, pick(random, [...value, ...odd])]
      : value.with(at, mutate(value[at], random))
  }
  const entries = Object.entries(value)
  const at = random.below(entries.length + 2)
  if (at === entries.length)
    return {
      ...value,
      [pick(random, ['__proto__', 'constructor', 'x', 'toString']) ?? '']: pick(random, odd),
    }
  return Object.fromEntries(
    entries.flatMap(([name, item], index) =>
      index !== at ? [[name, item]] : random.below(5) === 0 ? [] : [[name, mutate(item, random)]],
    ),
  )
}

function mutateText(text: string, random: Random): string {
  const at = random.below(text.length)
  return (
    text.slice(0, at) +
    (pick(random, ['', '%00', '%zz', '&', '=', '0', '%ed%a0%80', 'user=1&', '{', '"', '\\']) ??
      '') +
    text.slice(at + random.below(3))
  )
}

test(`${ROUNDS} distorted calls are answered as the document says, and the mock goes on`, async () => {
  const random = createRandom(20_250_125)
  const reported: unknown[] = []
  const settings = parseSettings([
    {
      values: { port: 0, dataset: 'one', key: 'key=combined', adminToken: 'the-admin-token' },
      nameOf: (name) => name,
    },
  ])
  const server = await startServer(settings, { onError: (error) => reported.push(error) })
  const counts = new Map<number, number>()
  for (let round = 0; round < ROUNDS; round++) {
    const { path, body, ...others } = pick(random, seeds) ?? get('/status')
    const isOfPath = body === undefined || random.below(5) === 0
    const text = isOfPath || random.below(10) > 0 ? body : JSON.stringify(body)
    const changed = isOfPath
      ? text
      : typeof text === 'string'
        ? mutateText(text, random)
        : mutate(text, random)
    const { status } = await call(server, {
      ...others,
      path: isOfPath ? `/__admin/${mutateText(path.slice(9), random)}` : path,
      body: changed,
    })
    counts.set(status, (counts.get(status) ?? 0) + 1)
    if (round % 100 === 0) await ask({ url: server.url, token: 'key' }).catch(() => undefined)
  }
  expect(reported).toEqual([])
  expect(new Set(counts.keys())).toEqual(new Set([200, 201, 400, 404, 409, 422]))
  expect(counts.get(422)).toBeGreaterThan(ROUNDS / 4)
  await call(server, post('/reset'))
  expect((await call(server, get('/status'))).body).toMatchObject({
    conversations: expect.any(Number),
    faults: 0,
    requests: 0,
  })
  await server.close()
})
