import { describe } from 'vitest'
import { del, get, post, type Refused, startFilled, testRefusals } from './refusals.ts'

const mock = startFilled()

const dataset = (value: unknown) => post('/users', { dataset: value })
const EITHER = 'must have one of fixture, generate and conversations'

describe('POST /users', () => {
  testRefusals(mock, [
    ['a number for a name', post('/users', { name: 5 }), 422, 'name', 'must be a string'],
    ['null for a name', post('/users', { name: null }), 422, 'name', 'must be a string'],
    [
      'a long name',
      post('/users', { name: 'x'.repeat(201) }),
      422,
      'name',
      'must be at most 200 characters long',
    ],
    [
      'no editions',
      post('/users', { editions: [] }),
      422,
      'editions',
      'must have at least 1 entry',
    ],
    [
      'an unknown edition',
      post('/users', { editions: ['nice'] }),
      422,
      'editions[0]',
      'must be one of nicecall, aiployees, autocalls, combined',
    ],
    [
      'a time to live of nothing',
      post('/users', { ttl_seconds: 0 }),
      422,
      'ttl_seconds',
      'must be at least 1',
    ],
    [
      'an endless time to live',
      post('/users', { ttl_seconds: 1e9 }),
      422,
      'ttl_seconds',
      'must be at most 31536000',
    ],
    [
      'a time to live beyond numbers',
      post('/users', '{"ttl_seconds":1e999}'),
      422,
      'ttl_seconds',
      'must be a number',
    ],
    [
      'a field of the answer',
      post('/users', { is_created: true }),
      422,
      'is_created',
      'is not known here',
    ],
    [
      'half a surrogate pair',
      post('/users', '{"name":"\\ud800"}'),
      400,
      null,
      'the body is not JSON: a character that is not Unicode in line 1',
    ],
    ['a query', post('/users?user=1', {}), 422, 'user', 'is not known here'],
    ['a name for a dataset', dataset('demo'), 422, 'dataset', EITHER],
    ['an empty dataset', dataset({}), 422, 'dataset', EITHER],
    ['two kinds of dataset', dataset({ generate: 5, fixture: 'demo' }), 422, 'dataset', EITHER],
    [
      'a dataset in a prototype',
      post('/users', '{"dataset":{"__proto__":{"fixture":"one"}}}'),
      422,
      'dataset',
      EITHER,
    ],
    [
      'an unknown fixture',
      dataset({ fixture: 'none' }),
      422,
      'dataset.fixture',
      'must be one of demo, documented',
    ],
    ['rows below none', dataset({ generate: -1 }), 422, 'dataset.generate', 'must be at least 0'],
    ['half a row', dataset({ generate: 1.5 }), 422, 'dataset.generate', 'must be a whole number'],
    [
      'too many rows',
      dataset({ generate: 1e7 }),
      422,
      'dataset.generate',
      'must be at most 1000000',
    ],
    [
      'a seed below 0',
      dataset({ generate: 1, seed: -1 }),
      422,
      'dataset.seed',
      'must be at least 0',
    ],
    [
      'assistants alone',
      dataset({ assistants: [] }),
      422,
      'dataset.conversations',
      'is missing; it must be an array',
    ],
    [
      'rows that are no list',
      dataset({ conversations: {} }),
      422,
      'dataset.conversations',
      'must be an array',
    ],
    [
      'a row that is a number',
      dataset({ conversations: [5] }),
      422,
      'dataset.conversations[0]',
      'must be an object',
    ],
    [
      'an unknown field of a row',
      dataset({ conversations: [{}, { nope: 1 }] }),
      422,
      'dataset.conversations[1].nope',
      'is not known here',
    ],
    [
      'an id of 2^53',
      dataset({ conversations: [{ id: 2 ** 53 }] }),
      422,
      'dataset.conversations[0].id',
      'must not be beyond 9007199254740991',
    ],
    [
      'an id twice',
      dataset({ conversations: [{ id: 1 }, { id: 1 }] }),
      422,
      'dataset.conversations[1].id',
      'is already used by conversations[0]',
    ],
    [
      'a uuid twice',
      dataset({ conversations: [{ uuid: 'a' }, { uuid: 'a' }] }),
      422,
      'dataset.conversations[1].uuid',
      'is already used by conversations[0]',
    ],
    [
      'a date that does not exist',
      dataset({ conversations: [{ created_at: '2025-02-30 00:00:00' }] }),
      422,
      'dataset.conversations[0].created_at',
      'must be a date that exists',
    ],
    [
      'an assistant that is not there',
      dataset({ conversations: [{ assistant_id: 77 }] }),
      422,
      'dataset.conversations[0].assistant_id',
      'names 77, which the user does not have',
    ],
    [
      'rows without anybody to talk to',
      dataset({ assistants: [], conversations: [{}] }),
      422,
      'dataset.assistants',
      'must hold at least one assistant',
    ],
    [
      'an owner of an assistant',
      dataset({ assistants: [{ id: 1, uuid: 'x', name: 'y', user_id: 1 }], conversations: [] }),
      422,
      'dataset.assistants[0].user_id',
      'is not known here',
    ],
    ...(['id', 'uuid'] as const).map((key): Refused => {
      const assistants = [1, 2].map((id) => ({
        id,
        uuid: `a${id}`,
        name: 'A',
        [key]: key === 'id' ? 1 : 'same',
      }))
      return [
        `assistants of one ${key}`,
        dataset({ assistants, conversations: [] }),
        409,
        `dataset.assistants[1].${key}`,
        'is already used',
      ]
    }),
  ])
})

describe('GET and DELETE /users/{id}', () => {
  testRefusals(mock, [
    ['a name', get('/users/made'), 422, 'id', 'must be a whole number from 1 to 9007199254740991'],
    ['2^53 + 1', get('/users/9007199254740993'), 422, 'id', 'must be a whole number'],
    ['a NUL byte', get('/users/%00'), 422, 'id', 'must be a whole number'],
    [
      'an unknown user',
      get('/users/99999'),
      404,
      null,
      'there is no user 99999; see GET /__admin/users',
    ],
    ['an unknown name', get('/users/1?all=1'), 422, 'all', 'is not known here'],
    ['to delete an unknown user', del('/users/99999'), 404, null, 'there is no user 99999'],
    [
      'to delete a user of the dataset',
      del('/users/1'),
      409,
      null,
      'user 1 came with the dataset and cannot be deleted; replace the dataset instead',
    ],
  ])
})
