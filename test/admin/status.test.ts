import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { call } from './calls.ts'
import { get, MADE, post, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()

describe('GET /status', () => {
  test('counts what there is', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.clock.freeze('2025-03-01T12:00:00Z')
    const user = await own.createUser({ dataset: { generate: 5 } })
    await user.traffic.start({ per_second: 0.01 })
    await own.script.run({ steps: [{ after: 9, insert: 1 }] })
    await own.faults.arm({ effect: { type: 'duplicate_row' } })
    await ask(own.url, own.token())
    expect((await call(own, get('/status'))).body).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      ready: true,
      now: '2025-03-01T12:00:00.000Z',
      users: 2,
      conversations: 6,
      faults: 1,
      requests: 1,
      listeners: 0,
      listeners_cut: 0,
      scripts: [1],
      traffic: [1000],
      replies: [],
    })
  })

  testRefusals(mock, [
    [
      'an unknown name',
      get('/status?verbose=1'),
      422,
      'verbose',
      'is not known here; remove or correct it',
    ],
    [
      'a name of the prototype',
      get('/status?constructor=1'),
      422,
      'constructor',
      'is not known here',
    ],
    ['a user', get('/status?user=1'), 422, 'user', 'is not known here'],
    ['a path that is no URL', get('/status%zz'), 400, null, 'the path is not a valid URL'],
    [
      'an unknown path',
      get('/state'),
      404,
      null,
      'there is no GET /__admin/state; see /docs/admin',
    ],
    [
      'an unknown method',
      post('/status', {}),
      404,
      null,
      'there is no POST /__admin/status; see /docs/admin',
    ],
  ])

  test('a path that is no URL is guarded, and not in the journal', async () => {
    const { status } = await call(mock(), { path: '/__admin/users/%zz', hasToken: false })
    expect(status).toBe(401)
    expect((await call(mock(), get('/requests?target=__admin'))).body).toEqual({
      total: 0,
      requests: [],
    })
  })
})

describe('POST /reset', () => {
  test('brings every part back, or those that are named', async () => {
    await using own = await startMock({ dataset: 'one', rateLimit: 5 })
    const change = async () => {
      await own.conversations.create()
      await own.faults.arm({ match: { path: '/never' }, effect: { type: 'reset' } })
      await own.clock.freeze('2025-03-01T12:00:00Z')
      await ask(own.url, own.token())
    }
    const seen = async () => {
      const { conversations, faults, requests, now } = await own.status()
      return [conversations, faults, requests, now.startsWith('2025-03-01T12:00')]
    }
    await change()
    expect((await call(own, post('/reset', { parts: ['journal', 'clock'] }))).body).toEqual({
      parts: ['journal', 'clock'],
    })
    expect(await seen()).toEqual([2, 1, 0, false])
    await change()
    expect((await call(own, post('/reset', { parts: ['state', 'faults'] }))).status).toBe(200)
    expect(await seen()).toEqual([1, 0, 1, true])
    expect((await call(own, post('/reset'))).body).toEqual({
      parts: ['state', 'journal', 'faults', 'replies', 'limiter', 'clock'],
    })
    expect(await seen()).toEqual([1, 0, 0, false])
  })

  test('of the limiter opens a new window', async () => {
    await using own = await startMock({ dataset: 'one', rateLimit: 1 })
    const other = await own.createUser()
    const statuses = async () => [
      (await ask(own.url, own.token())).status,
      (await ask(own.url, other.token())).status,
    ]
    expect([await statuses(), await statuses()]).toEqual([
      [200, 200],
      [429, 429],
    ])
    await call(own, post(`/reset?user=${other.id}`, { parts: ['limiter'] }))
    expect(await statuses()).toEqual([429, 200])
    await call(own, post('/reset', { parts: ['limiter'] }))
    expect(await statuses()).toEqual([200, 200])
  })

  test('of one user leaves the others as they are', async () => {
    await using own = await startMock({ dataset: 'one' })
    const other = await own.createUser({ dataset: { fixture: 'one' } })
    await own.conversations.create()
    await other.conversations.create()
    await call(own, post(`/reset?user=${other.id}`, {}))
    expect([await own.conversations.count(), await other.conversations.count()]).toEqual([2, 1])
  })

  test('ends scripts and traffic', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.script.run({ steps: [{ after: 1, insert: 1 }] })
    await own.traffic.start({ per_second: 0.01 })
    await call(own, post('/reset', { parts: ['state'] }))
    expect([await own.script.state(), await own.traffic.state()]).toEqual([undefined, undefined])
  })

  testRefusals(mock, [
    ...userRefusals('POST', '/reset', {}),
    ['no parts', post('/reset', { parts: [] }), 422, 'parts', 'must have at least 1 entry'],
    [
      'an unknown part',
      post('/reset', { parts: ['state', 'rows'] }),
      422,
      'parts[1]',
      'must be one of state, journal, faults, replies, limiter, clock',
    ],
    [
      'parts that are no list',
      post('/reset', { parts: 'state' }),
      422,
      'parts',
      'must be an array',
    ],
    ['an unknown field', post('/reset', { part: ['state'] }), 422, 'part', 'is not known here'],
    ['a list', post('/reset', []), 422, '', 'the body must be an object'],
    ['null', post('/reset', 'null'), 422, '', 'the body must be an object'],
    [
      'a prototype',
      post('/reset', '{"__proto__":{"parts":["state"]}}'),
      422,
      '__proto__',
      'is not known here',
    ],
    ['a constructor', post('/reset', { constructor: {} }), 422, 'constructor', 'is not known here'],
    [
      'deep nesting',
      post('/reset', '['.repeat(100_000) + ']'.repeat(100_000)),
      413,
      null,
      'nested at most 1000 levels deep',
    ],
  ])

  test('leaves a user that was not meant as it is', async () => {
    await call(mock(), post('/reset', { parts: ['limiter'] }))
    expect((await call(mock(), get(`/users/${MADE}`))).body).toMatchObject({
      name: 'Made',
      conversations: 3,
    })
  })
})
