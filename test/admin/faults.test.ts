import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { call } from './calls.ts'
import { del, get, post, put } from './refusals.ts'

const reset = { type: 'reset' } as const
const fault = (fields: object) => post('/faults', { effect: reset, ...fields })
const effect = (fields: unknown) => post('/faults', { effect: fields })

test('arms, lists, counts and disarms', async () => {
  await using own = await startMock({ dataset: 'one', seed: 5 })
  const armed = {
    id: 1,
    user: null,
    match: { every: 2 },
    times: 3,
    remaining: 3,
    seed: 5,
    dashboard: false,
    effect: { type: 'rate_limit', retry_after: 60, form: 'seconds', limit: 60 },
    note: 'each second one',
    matched: 0,
    applied: 0,
  }
  const asked = {
    match: { every: 2 },
    times: 3,
    effect: { type: 'rate_limit' },
    note: 'each second one',
  }
  expect(await call(own, post('/faults', asked))).toMatchObject({ status: 201, body: armed })
  for (let round = 0; round < 3; round++) await ask(own.url, own.token())
  const struck = { ...armed, remaining: 2, matched: 3, applied: 1 }
  expect((await call(own, get('/faults/1'))).body).toEqual(struck)
  expect((await call(own, get('/faults'))).body).toEqual({ faults: [struck] })
  expect((await call(own, del('/faults/1'))).status).toBe(204)
  expect((await call(own, get('/faults/1'))).status).toBe(404)
})

test('each of the sixteen effects can be armed, and is given back as it was said', async () => {
  await using own = await startMock({ dataset: 'one' })
  const effects = [
    {
      type: 'status',
      status: 418,
      body: { a: [1] },
      content_type: 'application/problem+json',
      headers: { 'X-A': 'b' },
    },
    { type: 'delay', milliseconds: 5 },
    { type: 'delay', distribution: 'uniform', min: 1, max: 2 },
    { type: 'delay', distribution: 'log_normal', median: 2.5, sigma: 0.4 },
    { type: 'rate_limit', retry_after: 3, form: 'date', limit: 10 },
    reset,
    { type: 'empty' },
    { type: 'truncate', bytes: 10 },
    { type: 'malformed' },
    { type: 'slow', bytes_per_second: 1000 },
    { type: 'expired_cursor', status: 410, message: 'gone' },
    { type: 'repeat_cursor' },
    { type: 'short_page', rows: 2 },
    { type: 'empty_page' },
    { type: 'count_drift', by: -2 },
    { type: 'duplicate_row' },
    { type: 'maintenance', retry_after: 5 },
    { type: 'process_error', text: 'x' },
  ]
  for (const given of effects)
    expect((await call(own, effect(given))).body).toHaveProperty('effect', given)
  expect(new Set(effects.map(({ type }) => type)).size).toBe(16)
  expect((await call(own, del('/faults'))).body).toEqual({ removed: effects.length })
})

test('lists and clears those of one user', async () => {
  await using own = await startMock({ dataset: 'one' })
  const user = await own.createUser()
  const [token] = user.tokens
  await call(own, fault({}))
  await call(own, {
    ...fault({ match: { token: token?.id } }),
    path: `/__admin/faults?user=${user.id}`,
  })
  expect((await call(own, get(`/faults?user=${user.id}`))).body).toMatchObject({
    faults: [{ id: 2, user: user.id }],
  })
  expect((await call(own, del(`/faults?user=${user.id}`))).body).toEqual({ removed: 1 })
  expect((await call(own, get('/faults'))).body).toMatchObject({ faults: [{ id: 1, user: null }] })
})

test('at most 1000 are armed, and those that are spent make room', async () => {
  await using own = await startMock({ dataset: 'one' })
  await own.faults.arm({
    times: 1,
    match: { path: '/once' },
    effect: { type: 'status', status: 500 },
  })
  const arm = () => call(own, fault({ match: { path: '/never' } }))
  for (let armed = 1; armed < 1000; armed += 37)
    await Promise.all(Array.from({ length: Math.min(37, 1000 - armed) }, arm))
  expect(await arm()).toMatchObject({
    status: 429,
    body: { message: '1000 faults are armed; disarm some first' },
  })
  await fetch(`${own.url}/once`)
  expect((await arm()).status).toBe(201)
})

test('faults, replies and scripts of all users have a bound together', async () => {
  await using own = await startMock({ dataset: 'one', memory: 232 })
  const user = await own.createUser()
  const text = 'x'.repeat(90_000)
  const arm = () => call(own, effect({ type: 'status', status: 500, body: text }))
  let answer = await arm()
  let armed = 0
  for (; answer.status === 201; armed++) answer = await arm()
  expect(answer).toMatchObject({
    status: 429,
    body: { message: expect.stringContaining('may have 1677721 bytes together; remove some') },
  })
  expect(armed).toBe(
    Math.floor(
      1_677_721 / JSON.stringify({ effect: { type: 'status', status: 500, body: text } }).length,
    ),
  )
  const replies = put(
    `/replies?user=${user.id}`,
    Array.from({ length: 9 }, () => ({ reply: text.slice(0, 10_000) })),
  )
  const script = put(`/script?user=${user.id}`, {
    steps: [{ after: 1, insert: [{ variables: { text } }] }],
  })
  expect([(await call(own, replies)).status, (await call(own, script)).status]).toEqual([429, 429])
  await call(own, del('/faults'))
  expect([(await call(own, replies)).status, (await call(own, script)).status]).toEqual([200, 200])
})
