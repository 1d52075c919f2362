import { describe } from 'vitest'
import { del, get, patch, post, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()

const draft = (fields: object) => post('/conversations', fields)
const inVariables = (json: string) => post('/conversations', `{"variables":${json}}`)

describe('GET /conversations', () => {
  testRefusals(mock, [
    ...userRefusals('GET', '/conversations'),
    ['an unknown type', get('/conversations?type=call'), 422, 'type', 'must be one of test, widget, whatsapp, api'],
    ['two types', get('/conversations?type=test&type=api'), 422, 'type', 'is given 2 times; give it once'],
    ['two phones', get('/conversations?customer_phone=1&customer_phone=2'), 422, 'customer_phone', 'is given 2 times'],
    ['an assistant without number', get('/conversations?assistant_id=x'), 422, 'assistant_id', 'must be a whole number'],
    ['a day that does not exist', get('/conversations?date_from=2025-02-30'), 422, 'date_from', 'must be a date such as 2025-01-31'],
    ['a word for a day', get('/conversations?date_to=today'), 422, 'date_to', 'must be a date such as 2025-01-31'],
    ['a limit of 0', get('/conversations?limit=0'), 422, 'limit', 'must be a whole number from 1 to 1000'],
    ['a limit of 1001', get('/conversations?limit=1001'), 422, 'limit', 'must be a whole number from 1 to 1000'],
    ['an offset below 0', get('/conversations?offset=-1'), 422, 'offset', 'must be a whole number from 0 to'],
    ['a page', get('/conversations?page=1'), 422, 'page', 'is not known here'],
  ])
})

describe('POST /conversations', () => {
  testRefusals(mock, [
    ...userRefusals('POST', '/conversations', {}),
    ['a seed below 0', post('/conversations?seed=-1', {}), 422, 'seed', 'must be a whole number from 0 to 4294967295'],
    ['a seed of 2^32', post('/conversations?seed=4294967296', {}), 422, 'seed', 'must be a whole number from 0 to 4294967295'],
    ['nothing', post('/conversations'), 422, '', 'the body is missing; it must be a conversation, or a list of 1 to 10000'],
    ['a number', post('/conversations', 5), 422, '', 'the body must be a conversation, or a list of 1 to 10000'],
    ['an empty list', post('/conversations', []), 422, '', 'the body must have at least 1 entry'],
    ['a list in a list', post('/conversations', [[{}]]), 422, '[0]', 'must be an object'],
    [
      'too long a list',
      post(
        '/conversations',
        Array.from({ length: 10_001 }, () => ({})),
      ),
      422,
      '',
      'the body must have at most 10000 entries',
    ],
    ['a number in a list', post('/conversations', [{}, 5]), 422, '[1]', 'must be an object'],
    [
      'three faults in a row',
      post('/conversations', [{ id: 'x', uuid: 5, type: 'y' }]),
      422,
      '[0].id',
      '[0].id must be a number (and 2 more)',
    ],
    ['an id of 0', draft({ id: 0 }), 422, 'id', 'must be above 0'],
    ['half an id', draft({ id: 1.5 }), 422, 'id', 'must be a whole number'],
    ['an id of 2^53', draft({ id: 2 ** 53 }), 422, 'id', 'must not be beyond 9007199254740991'],
    ['an id beyond 64 bits', post('/conversations', '{"id":99999999999999999999}'), 422, 'id', /^id must/],
    ['an empty uuid', draft({ uuid: '' }), 422, 'uuid', 'must be at least 1 character long'],
    ['an unknown type', draft({ type: 'call' }), 422, 'type', 'must be one of test, widget, whatsapp, api'],
    ['an unknown assistant', draft({ assistant_id: 99 }), 422, 'assistant_id', 'names 99, which the user does not have; correct it'],
    ['messages below 0', draft({ message_count: -1 }), 422, 'message_count', 'must be at least 0'],
    ['a text for a cost', draft({ total_cost: '1' }), 422, 'total_cost', 'must be a number'],
    ['a cost beyond numbers', post('/conversations', '{"total_cost":1e999}'), 422, 'total_cost', 'must be a number'],
    ['a text for a boolean', draft({ ai_enabled: 'true' }), 422, 'ai_enabled', 'must be a boolean'],
    ['a number for a name', draft({ customer_name: 5 }), 422, 'customer_name', 'must be a string'],
    [
      'a day without time',
      draft({ created_at: '2025-01-01' }),
      422,
      'created_at',
      'must be a date that exists, written as YYYY-MM-DD HH:MM:SS',
    ],
    ['a time of ISO 8601', draft({ created_at: '2025-01-01T00:00:00Z' }), 422, 'created_at', 'written as YYYY-MM-DD HH:MM:SS'],
    ['a month that does not exist', draft({ updated_at: '2025-13-01 00:00:00' }), 422, 'updated_at', 'must be a date that exists'],
    ['an unknown field', draft({ nope: 1 }), 422, 'nope', 'is not known here; remove or correct it'],
    ['a prototype', post('/conversations', '{"__proto__":{"id":5}}'), 422, '__proto__', 'is not known here'],
    ['a constructor', draft({ constructor: 1 }), 422, 'constructor', 'is not known here'],
    ['variables too deep', inVariables('['.repeat(600) + ']'.repeat(600)), 422, 'variables', 'must not be nested deeper than 508 levels'],
    [
      'variables far too deep',
      inVariables('['.repeat(600_000) + ']'.repeat(600_000)),
      413,
      null,
      'the body may be nested at most 1000 levels deep; flatten it',
    ],
    ['odd variables too deep', inVariables(`{"1":${'['.repeat(600)}${']'.repeat(600)}}`), 400, null, 'nested deeper than 511'],
    ['variables beyond numbers', inVariables('{"a":1e999}'), 422, 'variables', 'must not hold numbers beyond 1.8e308'],
    ['half a surrogate pair', inVariables('"\\udc00"'), 400, null, 'the body is not JSON: a character that is not Unicode in line 1'],
    ['an id that is taken', post('/conversations', [{}, { id: 1 }]), 409, '[1].id', 'is already used by another row; it must be unique'],
    ['an id twice', post('/conversations', [{ id: 900 }, {}, { id: 900 }]), 422, '[2].id', 'is already used by [0]; it must be unique'],
    ['a uuid twice', post('/conversations', [{ uuid: 'a' }, { uuid: 'a' }]), 422, '[1].uuid', 'is already used by [0]; it must be unique'],
  ])
})

describe('GET, PATCH and DELETE /conversations/{id}', () => {
  testRefusals(mock, [
    ...userRefusals('GET', '/conversations/1'),
    ...userRefusals('PATCH', '/conversations/1', {}),
    ...userRefusals('DELETE', '/conversations/1'),
    ['an unknown number', get('/conversations/99999'), 404, null, 'there is no conversation "99999"; see GET /__admin/conversations'],
    ['2^53 + 1', get('/conversations/9007199254740993'), 404, null, 'there is no conversation "9007199254740993"'],
    ['an unknown uuid', get('/conversations/none'), 404, null, 'there is no conversation "none"'],
    ['a uuid of 8,000 characters', get(`/conversations/${'x'.repeat(8000)}`), 404, null, 'there is no conversation "xxx'],
    ['NUL in a uuid', get('/conversations/%00'), 404, null, 'there is no conversation "\\u0000"'],
    ['to delete an unknown number', del('/conversations/99999'), 404, null, 'there is no conversation "99999"'],
    ['to change an unknown number', patch('/conversations/99999', {}), 404, null, 'there is no conversation "99999"'],
    ['to change the id', patch('/conversations/1', { id: 5 }), 422, 'id', 'is not known here'],
    ['to change nothing', patch('/conversations/1'), 422, '', 'the body is missing; it must be an object'],
    ['to change by a list', patch('/conversations/1', []), 422, '', 'the body must be an object'],
    [
      'to change to an unknown assistant',
      patch('/conversations/1', { assistant_id: 99 }),
      422,
      'assistant_id',
      'names 99, which the user does not have',
    ],
    [
      'to change to a date that does not exist',
      patch('/conversations/1', { created_at: '2025-02-29 00:00:00' }),
      422,
      'created_at',
      'must be a date that exists',
    ],
    ['a body for DELETE', { ...del('/conversations/1'), body: { now: true } }, 422, 'now', 'is not known here'],
  ])
})
