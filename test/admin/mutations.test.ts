import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { call } from './calls.ts'
import { del, get, MADE, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()

const script = (fields: object) => put('/script', { steps: [{ after: 1, insert: 1 }], ...fields })
const step = (fields: object) => put('/script', { steps: [{ after: 1, ...fields }] })

describe('/script', () => {
  test('runs between two requests of a walk, and tells what it did', async () => {
    await using own = await startMock({ dataset: 'ties' })
    const total = await own.conversations.count()
    const asked = {
      steps: [
        {
          after: 1,
          insert: [{ id: 500, variables: { a: [1] } }],
          delete: { oldest: 1 },
          touch: { newest: 1 },
        },
      ],
    }
    expect((await call(own, put('/script', asked))).body).toEqual({
      ...asked,
      times: 1,
      walks: 0,
      log: [],
    })
    expect((await ask(own.url, own.token('combined'))).total).toBe(total)
    expect((await call(own, get('/script'))).body).toMatchObject({
      walks: 1,
      log: [
        {
          walk: 1,
          after: 1,
          inserted: [500],
          deleted: [expect.any(Number)],
          touched: [expect.any(Number)],
          error: null,
        },
      ],
    })
    expect((await ask(own.url, own.token('combined'))).total).toBe(total)
    expect((await call(own, del('/script'))).status).toBe(204)
    expect((await call(own, get('/script'))).body).toEqual({
      message: 'there is no script of this user; see PUT /__admin/script',
      errors: [],
    })
    expect((await call(own, del('/script'))).status).toBe(204)
  })

  test('a step that cannot be made says so, and the client notices nothing', async () => {
    await using own = await startMock({ dataset: 'one' })
    await call(own, step({ insert: [{ id: 1 }] }))
    expect((await ask(own.url, own.token())).status).toBe(200)
    expect((await call(own, get('/script'))).body).toMatchObject({
      log: [{ inserted: [], error: expect.stringContaining('already used') }],
    })
  })

  testRefusals(mock, [
    ...userRefusals('GET', '/script'),
    ...userRefusals('PUT', '/script', { steps: [{ after: 1, insert: 1 }] }),
    ...userRefusals('DELETE', '/script'),
    [
      'the script of a user without',
      get(`/script?user=${MADE}`),
      404,
      null,
      'there is no script of this user; see PUT /__admin/script',
    ],
    ['nothing', put('/script'), 422, '', 'the body is missing; it must be an object'],
    ['no steps', put('/script', {}), 422, 'steps', 'is missing; it must be an array'],
    [
      'an empty list of steps',
      put('/script', { steps: [] }),
      422,
      'steps',
      'must have at least 1 entry',
    ],
    [
      '101 steps',
      put('/script', { steps: Array.from({ length: 101 }, () => ({ after: 1, insert: 1 })) }),
      422,
      'steps',
      'must have at most 100 entries',
    ],
    [
      'a step that does nothing',
      step({}),
      422,
      'steps[0]',
      'needs at least one of insert, delete, touch',
    ],
    [
      'a step at no time',
      put('/script', { steps: [{ insert: 1 }] }),
      422,
      'steps[0].after',
      'is missing; it must be a number',
    ],
    [
      'a step before the walk',
      step({ after: 0, insert: 1 }),
      422,
      'steps[0].after',
      'must be at least 1',
    ],
    ['to insert nothing', step({ insert: 0 }), 422, 'steps[0].insert', 'must be at least 1'],
    [
      'to insert a text',
      step({ insert: 'x' }),
      422,
      'steps[0].insert',
      'must be a number or an array',
    ],
    [
      'to insert an empty list',
      step({ insert: [] }),
      422,
      'steps[0].insert',
      'must have at least 1 entry',
    ],
    [
      'an unknown field of a row',
      step({ insert: [{ nope: 1 }] }),
      422,
      'steps[0].insert[0].nope',
      'is not known here',
    ],
    [
      'a row of an unknown assistant',
      step({ insert: [{ assistant_id: 99 }] }),
      422,
      'steps[0].insert[0].assistant_id',
      'names 99, which the user does not have',
    ],
    [
      'an id twice',
      step({ insert: [{ id: 900 }, { id: 900 }] }),
      422,
      'steps[0].insert[1].id',
      'is already used by insert[0]',
    ],
    [
      'to delete no selection',
      step({ delete: {} }),
      422,
      'steps[0].delete',
      'must have exactly one of newest, oldest, ids',
    ],
    [
      'two selections',
      step({ touch: { newest: 1, oldest: 1 } }),
      422,
      'steps[0].touch',
      'must have exactly one of newest, oldest, ids',
    ],
    [
      'too many rows',
      step({ delete: { newest: 1001 } }),
      422,
      'steps[0].delete.newest',
      'must be at most 1000',
    ],
    [
      'an empty list of ids',
      step({ delete: { ids: [] } }),
      422,
      'steps[0].delete.ids',
      'must have at least 1 entry',
    ],
    [
      'a boolean for an id',
      step({ delete: { ids: [true] } }),
      422,
      'steps[0].delete.ids[0]',
      'must be the id or the uuid of a conversation',
    ],
    ['never', script({ times: 0 }), 422, 'times', 'must be at least 1'],
    [
      'an unknown token',
      script({ match: { token: 99 } }),
      422,
      'match.token',
      'names 99, which the user does not have',
    ],
    [
      'a token of another user',
      { ...script({ match: { token: 1 } }), path: `/__admin/script?user=${MADE}` },
      422,
      'match.token',
      'names 1, which the user does not have',
    ],
    [
      'an empty name of a walk',
      script({ match: { correlation: '' } }),
      422,
      'match.correlation',
      'must be at least 1 character long',
    ],
  ])
})

describe('/traffic', () => {
  test('adds rows until it is stopped, or has added as many as it may', async () => {
    await using own = await startMock({ dataset: 'one', seed: 3 })
    const asked = put('/traffic', {
      per_second: 500,
      limit: 5,
      draft: { type: 'api', variables: { '2': 1, '1': 2 } },
    })
    const state = { per_second: 500, seed: 3, limit: 5, inserted: 0, is_running: true, error: null }
    expect((await call(own, asked)).body).toEqual(state)
    await expect
      .poll(async () => (await call(own, get('/traffic'))).body)
      .toEqual({ ...state, inserted: 5, is_running: false })
    expect(await own.conversations.count({ type: 'api' })).toBeGreaterThanOrEqual(5)
    expect((await call(own, del('/traffic'))).status).toBe(204)
    expect((await call(own, get('/traffic'))).body).toEqual({
      message: 'there is no traffic of this user; see PUT /__admin/traffic',
      errors: [],
    })
  })

  testRefusals(mock, [
    ...userRefusals('GET', '/traffic'),
    ...userRefusals('PUT', '/traffic', { per_second: 0.01 }),
    ...userRefusals('DELETE', '/traffic'),
    ['nothing', put('/traffic'), 422, '', 'the body is missing; it must be an object'],
    ['no pace', put('/traffic', {}), 422, 'per_second', 'is missing; it must be a number'],
    ['a pace of 0', put('/traffic', { per_second: 0 }), 422, 'per_second', 'must be at least 0.01'],
    [
      'too fast a pace',
      put('/traffic', { per_second: 1001 }),
      422,
      'per_second',
      'must be at most 1000',
    ],
    [
      'a pace in words',
      put('/traffic', { per_second: '1' }),
      422,
      'per_second',
      'must be a number',
    ],
    ['no rows', put('/traffic', { per_second: 1, limit: 0 }), 422, 'limit', 'must be at least 1'],
    [
      'too many rows',
      put('/traffic', { per_second: 1, limit: 1e7 }),
      422,
      'limit',
      'must be at most 1000000',
    ],
    [
      'a seed below 0',
      put('/traffic', { per_second: 1, seed: -1 }),
      422,
      'seed',
      'must be at least 0',
    ],
    [
      'a seed of 2^53',
      put('/traffic', { per_second: 1, seed: 2 ** 53 }),
      422,
      'seed',
      'must not be beyond 9007199254740991',
    ],
    [
      'one id for all rows',
      put('/traffic', { per_second: 1, draft: { id: 5 } }),
      422,
      'draft.id',
      'is not known here',
    ],
    [
      'rows of an unknown assistant',
      put('/traffic', { per_second: 1, draft: { assistant_id: 99 } }),
      422,
      'draft.assistant_id',
      'names 99',
    ],
    [
      'rows of an unknown type',
      put('/traffic', { per_second: 1, draft: { type: 'x' } }),
      422,
      'draft.type',
      'must be one of test, widget',
    ],
  ])
})
