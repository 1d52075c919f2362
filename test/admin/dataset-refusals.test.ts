import { describe } from 'vitest'
import { assistant, row, tables, token, user } from '../dataset/streaming.ts'
import { MADE, put, type Refused, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()

const json = (changes: object): string => JSON.stringify({ ...tables, ...changes })
const conversations = (...fields: object[]) => json({ conversations: fields.map(row) })

const ofRows = (query: string): Refused[] => [
  [
    'nothing',
    put(`/dataset${query}`),
    400,
    null,
    'the dataset is not JSON: expected a value in line 1',
  ],
  [
    'white space',
    put(`/dataset${query}`, '\n\n'),
    400,
    null,
    'the dataset is not JSON: expected a value in line 3',
  ],
  [
    'half a dataset',
    put(`/dataset${query}`, json({}).slice(0, -30)),
    400,
    null,
    'the dataset is not JSON',
  ],
  [
    'text after the dataset',
    put(`/dataset${query}`, `${json({})}\nx`),
    400,
    null,
    'unexpected text after the value in line 2',
  ],
  [
    'half a surrogate pair',
    put(`/dataset${query}`, json({}).replace('"c1"', '"\\ud800"')),
    400,
    null,
    'a character that is not Unicode',
  ],
  ['a list of numbers', put(`/dataset${query}`, [5]), 422, '[0]', '[0] must be an object'],
  ['a list of rows', put(`/dataset${query}`, [row()]), 422, '[0].id', '[0].id must be a string'],
  [
    'an answer without rows',
    put(`/dataset${query}`, { message: 'Unauthenticated.' }),
    400,
    null,
    'the API says "Unauthenticated."',
  ],
  [
    'two datasets',
    put(`/dataset${query}`, `${json({})}\n${json({})}`),
    400,
    null,
    'holds several JSON values, the second in line 2',
  ],
  [
    'an unknown table',
    put(`/dataset${query}`, json({ shoes: [] })),
    422,
    '',
    'the dataset has unknown field shoes',
  ],
  [
    'a table of the prototype',
    put(`/dataset${query}`, `{"__proto__":[],${json({}).slice(1)}`),
    422,
    '',
    'the dataset has unknown field __proto__',
  ],
  [
    'a table twice',
    put(`/dataset${query}`, `{"assistants":[],${json({}).slice(1)}`),
    422,
    'assistants',
    'comes twice; join the two',
  ],
  [
    'a table that is an object',
    put(`/dataset${query}`, json({ conversations: {} })),
    422,
    'conversations',
    'must be an array',
  ],
  [
    'a table too few',
    put(`/dataset${query}`, json({ conversations: undefined })),
    422,
    'conversations',
    'is missing; it must be an array',
  ],
  [
    'conversations before assistants',
    put(`/dataset${query}`, `{"conversations":[],${json({}).slice(1)}`),
    422,
    'conversations',
    'comes before assistants; rows are stored while they are read, so move conversations to the end',
  ],
  [
    'a row that is a number',
    put(`/dataset${query}`, json({ conversations: [5] })),
    422,
    'conversations[0]',
    'must be an object',
  ],
  [
    'a row of more than a MiB',
    put(`/dataset${query}`, conversations({ variables: 'x'.repeat(2 ** 20) })),
    422,
    'conversations[0]',
    'is longer than 1 MiB; shorten it',
  ],
  [
    'an unknown field',
    put(`/dataset${query}`, conversations({ nope: 1 })),
    422,
    'conversations[0]',
    'has unknown field nope',
  ],
  [
    'a field too few',
    put(`/dataset${query}`, conversations({}, { type: undefined })),
    422,
    'conversations[1].type',
    'must be one of',
  ],
  [
    'an id of 2^53',
    put(`/dataset${query}`, conversations({ id: 2 ** 53 })),
    422,
    'conversations[0].id',
    'must not be beyond 9007199254740991',
  ],
  [
    'a date that does not exist',
    put(`/dataset${query}`, conversations({ created_at: '2025-02-29 00:00:00' })),
    422,
    'conversations[0].created_at',
    'must be a date that exists',
  ],
  [
    'variables too deep',
    put(
      `/dataset${query}`,
      conversations({ variables: '?' }).replace('"?"', '['.repeat(600) + ']'.repeat(600)),
    ),
    422,
    'conversations[0].variables',
    'must not be nested deeper than 508 levels',
  ],
  [
    'a conversation of no assistant',
    put(`/dataset${query}`, conversations({}, { assistant_id: 9 })),
    422,
    'conversations[1].assistant_id',
    'names 9, which does not exist',
  ],
  [
    'conversations of one id',
    put(`/dataset${query}`, conversations({}, { uuid: 'c2' })),
    409,
    'conversations[1].id',
    'is already used by another row',
  ],
  [
    'conversations of one uuid',
    put(`/dataset${query}`, conversations({}, { id: 2 })),
    409,
    'conversations[1].uuid',
    'is already used by another row',
  ],
  [
    'conversations of one id, far apart',
    put(
      `/dataset${query}`,
      conversations(
        ...Array.from({ length: 1200 }, (_, n) => ({ id: (n % 1199) + 1, uuid: `u${n}` })),
      ),
    ),
    409,
    'conversations[1199].id',
    'is already used',
  ],
  [
    'assistants of one id',
    put(`/dataset${query}`, json({ assistants: [assistant, { ...assistant, uuid: 'b' }] })),
    422,
    'assistants[1].id',
    'is already used by assistants[0]',
  ],
  [
    'assistants of one uuid',
    put(`/dataset${query}`, json({ assistants: [assistant, { ...assistant, id: 2 }] })),
    422,
    'assistants[1].uuid',
    'is already used by assistants[0]',
  ],
]

describe('PUT /dataset of the whole server', () => {
  testRefusals(mock, [
    ...userRefusals('PUT', '/dataset', tables),
    ...ofRows(''),
    [
      'no tables',
      put('/dataset', {}),
      422,
      'users',
      'users is missing; it must be an array (and 3 more)',
    ],
    ['no users', put('/dataset', json({ users: [] })), 422, 'users', 'must have at least 1 entry'],
    [
      'users of one id',
      put('/dataset', json({ users: [user, user] })),
      422,
      'users[1].id',
      'is already used by users[0]',
    ],
    [
      'the id of a created user',
      put('/dataset', json({ users: [user, { id: MADE }] })),
      409,
      'users[1].id',
      'is already used by another row',
    ],
    [
      'tokens of one id',
      put('/dataset', json({ tokens: [token, { ...token, plain: 'b' }] })),
      422,
      'tokens[1].id',
      'is already used by tokens[0]',
    ],
    [
      'tokens of one text',
      put('/dataset', json({ tokens: [token, { ...token, id: 2 }] })),
      422,
      'tokens[1].plain',
      'is already used by tokens[0]',
    ],
    [
      'a token of nobody',
      put('/dataset', json({ tokens: [{ ...token, user_id: 9 }] })),
      422,
      'tokens[0].user_id',
      'names 9, which does not exist',
    ],
    [
      'the token of a created user',
      put('/dataset', json({ tokens: [token, { ...token, plain: 'b', id: MADE }] })),
      409,
      'tokens[1].id',
      'is already used by another row',
    ],
    [
      'an assistant of nobody',
      put('/dataset', json({ assistants: [{ ...assistant, user_id: 9 }] })),
      422,
      'assistants[0].user_id',
      'names 9, which does not exist',
    ],
  ])
})

describe('PUT /dataset of one user', () => testRefusals(mock, ofRows(`?user=${MADE}`)))
