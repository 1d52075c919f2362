import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { call } from './calls.ts'
import { del, get, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()
const TIME = 'must be a time such as 2025-01-25T14:30:00Z, or Unix seconds'

test('freezes, sets, advances and goes back', async () => {
  await using own = await startMock({ dataset: 'one' })
  const clock = async (change: object) => (await call(own, put('/clock', change))).body
  const frozen = { user: null, now: '2025-01-25T14:30:00.000Z', is_frozen: true, is_own: true }
  expect(await clock({ now: '2025-01-25T15:30:00+01:00', is_frozen: true })).toEqual(frozen)
  expect((await call(own, get('/clock'))).body).toEqual(frozen)
  expect(await clock({ advance: 3600.5 })).toEqual({ ...frozen, now: '2025-01-25T15:30:00.500Z' })
  expect(await clock({ advance: -0.5 })).toEqual({ ...frozen, now: '2025-01-25T15:30:00.000Z' })
  expect(await clock({ now: 0.25, advance: 1 })).toEqual({
    ...frozen,
    now: '1970-01-01T00:00:01.250Z',
  })
  expect(await clock({ now: 253402300799 })).toEqual({ ...frozen, now: '9999-12-31T23:59:59.000Z' })
  expect(await clock({ is_frozen: false, now: 0 })).toMatchObject({
    is_frozen: false,
    is_own: true,
    now: expect.stringMatching(/^1970/),
  })
  expect((await call(own, del('/clock'))).body).toMatchObject({
    is_frozen: false,
    is_own: false,
    now: expect.stringMatching(/^20[2-9]/),
  })
})

test('of a user follows that of the server until it has its own', async () => {
  await using own = await startMock({ dataset: 'one' })
  const { id } = await own.createUser()
  await call(own, put('/clock', { now: '2025-01-01T00:00:00Z', is_frozen: true }))
  expect((await call(own, get(`/clock?user=${id}`))).body).toEqual({
    user: id,
    now: '2025-01-01T00:00:00.000Z',
    is_frozen: true,
    is_own: false,
  })
  const ahead = { user: id, now: '2025-01-01T00:01:00.000Z', is_frozen: true, is_own: true }
  expect((await call(own, put(`/clock?user=${id}`, { advance: 60 }))).body).toEqual(ahead)
  expect((await call(own, get('/clock'))).body).toMatchObject({ now: '2025-01-01T00:00:00.000Z' })
  expect((await call(own, del(`/clock?user=${id}`))).body).toEqual({
    ...ahead,
    now: '2025-01-01T00:00:00.000Z',
    is_own: false,
  })
})

describe('refusals', () => {
  testRefusals(mock, [
    ...userRefusals('GET', '/clock'),
    ...userRefusals('PUT', '/clock', { is_frozen: true }),
    ...userRefusals('DELETE', '/clock'),
    ['nothing', put('/clock'), 422, '', 'the body is missing; it must be an object'],
    [
      'no change',
      put('/clock', {}),
      422,
      '',
      'the body needs at least one of now, advance, is_frozen',
    ],
    ['an unknown field', put('/clock', { frozen: true }), 422, 'frozen', 'is not known here'],
    ['a word for a time', put('/clock', { now: 'tomorrow' }), 422, 'now', TIME],
    ['null for a time', put('/clock', { now: null }), 422, 'now', TIME],
    ['a day', put('/clock', { now: '2025-01-25' }), 422, 'now', TIME],
    ['a time without zone', put('/clock', { now: '2025-01-25T14:30:00' }), 422, 'now', TIME],
    ['a day that does not exist', put('/clock', { now: '2025-02-30T14:30:00Z' }), 422, 'now', TIME],
    [
      'a time before 1970',
      put('/clock', { now: '1960-01-01T00:00:00Z' }),
      422,
      'now',
      'must not lie before 1970',
    ],
    ['seconds before 1970', put('/clock', { now: -1 }), 422, 'now', 'must be at least 0'],
    [
      'seconds after 9999',
      put('/clock', { now: 1e12 }),
      422,
      'now',
      'must be at most 253402300799',
    ],
    [
      'a zone that leaves 9999',
      put('/clock', { now: '9999-12-31T23:59:59-05:00' }),
      422,
      'now',
      'must keep the clock within the years 1970 to 9999',
    ],
    ['to advance by words', put('/clock', { advance: 'x' }), 422, 'advance', 'must be a number'],
    [
      'to advance too far',
      put('/clock', { advance: 253402300799 }),
      422,
      'advance',
      'must keep the clock within the years 1970 to 9999',
    ],
    [
      'to go back too far',
      put('/clock', { advance: -1e11 }),
      422,
      'advance',
      'must keep the clock within the years 1970 to 9999',
    ],
    [
      'to advance beyond numbers',
      put('/clock', '{"advance":1e999}'),
      422,
      'advance',
      'must be a number',
    ],
    [
      'a word for a boolean',
      put('/clock', { is_frozen: 'yes' }),
      422,
      'is_frozen',
      'must be a boolean',
    ],
  ])
})
