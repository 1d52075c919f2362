import { describe, expect, test } from 'vitest'
import { type DatasetInput, type Mock, startMock } from '../../src/index.ts'
import { loadFixture } from '../../src/seed/load-fixture.ts'
import { assistant, row, tables, token } from '../dataset/streaming.ts'
import { ask } from '../client/asking.ts'
import { call } from './calls.ts'
import { get, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()

const two: DatasetInput = {
  users: [{ id: 1 }, { id: 2, name: 'Two', email: 'two@example.com' }],
  tokens: [
    { id: 1, user_id: 1, plain: 'one', edition: 'combined' },
    { id: 2, user_id: 2, plain: 'two', edition: 'combined' },
  ],
  assistants: [
    { id: 1, uuid: 'a1', user_id: 1, name: 'One' },
    { id: 2, uuid: 'a2', user_id: 2, name: 'Two' },
  ],
  conversations: Array.from(loadFixture('thirty').conversations, (conversation, index) => ({
    ...conversation,
    variables: { index },
    assistant_id: (index % 2) + 1,
  })),
}

const totals = async (own: Mock) => [
  (await ask(own.url, 'one')).total,
  (await ask(own.url, 'two')).total,
]

describe('GET /dataset', () => {
  test('gives what the mock was started with, in one line for each row', async () => {
    await using own = await startMock({ dataset: two })
    const { text, headers } = await call(own, get('/dataset'))
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(text)).toMatchObject({ tokens: two.tokens, assistants: two.assistants })
    expect(text.split('\n').filter((line) => line.startsWith('{"id"'))).toHaveLength(36)
    await using again = await startMock({ datasetJson: text })
    expect((await call(again, get('/dataset'))).text).toBe(text)
  })

  test('gives one user alone, and created users only so', async () => {
    await using own = await startMock({ dataset: two })
    const made = await own.createUser({ dataset: { fixture: 'one' } })
    expect((await call(own, get('/dataset?user=2'))).body).toMatchObject({
      users: [{ id: 2 }],
      tokens: [{ id: 2 }],
      assistants: [{ id: 2 }],
    })
    expect((await call(own, get('/dataset'))).body).toMatchObject({ users: [{ id: 1 }, { id: 2 }] })
    expect((await call(own, get(`/dataset?user=${made.id}`))).body).toMatchObject({
      users: [{ id: made.id }],
      conversations: [{}],
    })
  })

  testRefusals(mock, userRefusals('GET', '/dataset'))
})

/**
 * A dataset with messages in the given table. `messages` holds all messages of a conversation;
 * `added_messages` holds only those that come after the generated ones.
 */
const spoken = (table: 'messages' | 'added_messages'): DatasetInput => ({
  ...two,
  users: [{ id: 1, total_balance: 1.5 }, { id: 2 }],
  assistants: [
    { id: 1, uuid: 'a1', user_id: 1, name: 'One', initial_message: 'Hi', tools: [{ '1': 'x' }] },
    { id: 2, uuid: 'a2', user_id: 2, name: 'Two', deleted_at: '2025-01-01 00:00:00' },
  ],
  [table]: [
    { id: 7, conversation_id: 1, role: 'user', content: 'x', function_calls: [] },
    { id: 9, conversation_id: 2, role: 'assistant', content: 'y' },
    { id: 12, conversation_id: 1, role: 'user', content: 'z', function_calls: { b: 1.5, a: {} } },
  ],
})

describe.each(['messages', 'added_messages'] as const)('a dataset with %s', (table) => {
  test('goes out and in as it is, at the start and later, and its messages in order', async () => {
    await using own = await startMock({ dataset: spoken(table) })
    const { text } = await call(own, get('/dataset'))
    expect(JSON.parse(text)[table]).toEqual([
      { id: 1, conversation_id: 1, role: 'user', content: 'x', function_calls: [] },
      { id: 2, conversation_id: 1, role: 'user', content: 'z', function_calls: { a: [], b: 1.5 } },
      { id: 3, conversation_id: 2, role: 'assistant', content: 'y' },
    ])
    expect(JSON.parse(text).users).toMatchObject([{ total_balance: 1.5 }, { id: 2 }])
    await using atStart = await startMock({ datasetJson: text })
    expect((await call(atStart, get('/dataset'))).text).toBe(text)
    await using later = await startMock({ dataset: 'one' })
    await call(later, put('/dataset', JSON.parse(text)))
    expect((await call(later, get('/dataset'))).text).toBe(text)
    await later.reset()
    expect((await call(later, get('/dataset'))).body).not.toHaveProperty(table)
  })

  test('goes in for one user, which keeps its balance', async () => {
    await using own = await startMock({ dataset: spoken('messages') })
    const other = (await call(own, get('/dataset?user=2'))).text
    await call(own, put('/dataset?user=1', { ...spoken(table), users: [] }))
    const whole = JSON.parse((await call(own, get('/dataset'))).text)
    expect(whole.users[0]).toMatchObject({ total_balance: 1.5 })
    expect(JSON.parse((await call(own, get('/dataset?user=1'))).text)[table]).toHaveLength(3)
    expect((await call(own, get('/dataset?user=2'))).text).toBe(other)
  })

  test.each([
    [
      'a message of no conversation',
      { [table]: [{ id: 1, conversation_id: 99, role: 'user', content: '' }] },
      { path: `${table}[0].conversation_id`, message: /names 99, which does not exist/ },
    ],
    [
      'messages of one id',
      { [table]: [1, 1].map((id) => ({ id, conversation_id: 1, role: 'user', content: '' })) },
      { path: `${table}[1].id`, message: /is not above the one before it/ },
    ],
    [
      'both tables of messages',
      { messages: [], added_messages: [] },
      { path: 'added_messages', message: /cannot stand beside/ },
    ],
  ])('is refused with %s', async (_, tablesOfMessages, { path, message }) => {
    await using own = await startMock({ dataset: 'one' })
    const { status, body } = await call(own, put('/dataset', { ...two, ...tablesOfMessages }))
    expect([status, body]).toMatchObject([
      422,
      { errors: [{ path, message: expect.stringMatching(message) }] },
    ])
  })
})

describe('PUT /dataset', () => {
  test('replaces users, tokens and rows of the start, until a reset', async () => {
    await using own = await startMock({ dataset: 'one' })
    const key = own.token('combined')
    const made = await own.createUser({ dataset: { fixture: 'one' } })
    expect((await call(own, put('/dataset', two))).body).toEqual({
      users: 2,
      tokens: 2,
      assistants: 2,
      conversations: 30,
    })
    expect(await totals(own)).toEqual([15, 15])
    expect((await ask(own.url, key)).status).toBe(401)
    expect((await ask(own.url, made.token('combined'))).total).toBe(1)
    await own.reset()
    expect((await ask(own.url, 'one')).status).toBe(401)
    expect((await ask(own.url, key)).total).toBe(1)
  })

  test('takes with it what belonged to users that are gone', async () => {
    await using own = await startMock({ dataset: two })
    await call(own, { ...put('/clock?user=2', { advance: 60 }) })
    await call(own, {
      method: 'POST',
      path: '/__admin/faults?user=2',
      body: { effect: { type: 'reset' } },
    })
    await call(own, put('/traffic?user=2', { per_second: 0.01 }))
    await ask(own.url, 'one')
    await call(own, put('/dataset', tables))
    expect(await own.status()).toMatchObject({ users: 1, faults: 0, requests: 1 })
    await own.reset(['state'])
    expect((await call(own, get('/clock?user=2'))).body).toMatchObject({ is_own: false })
    expect((await call(own, get('/traffic?user=2'))).status).toBe(404)
  })

  test('keeps the keys of the settings, and refuses a token that has the id of one', async () => {
    await using own = await startMock({ dataset: 'one', key: '77|kept=combined' })
    const before = (await call(own, get('/dataset'))).text
    const refused = await call(own, put('/dataset', { ...tables, tokens: [{ ...token, id: 77 }] }))
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ path: 'tokens[0].id' }] } })
    expect((await call(own, get('/dataset'))).text).toBe(before)
    expect((await call(own, put('/dataset', tables))).status).toBe(200)
    expect((await ask(own.url, 'kept')).total).toBe(1)
    expect(
      (await call(own, put('/dataset', JSON.parse((await call(own, get('/dataset'))).text))))
        .status,
    ).toBe(200)
  })

  test('of a user replaces its rows and assistants, and passes over users and tokens', async () => {
    await using own = await startMock({ dataset: two })
    const given = {
      assistants: [{ ...assistant, user_id: undefined }],
      conversations: [row(), row({ id: 2, uuid: 'c2' })],
    }
    expect((await call(own, put('/dataset?user=2', JSON.stringify(given)))).body).toEqual({
      users: 0,
      tokens: 0,
      assistants: 1,
      conversations: 2,
    })
    expect(await totals(own)).toEqual([15, 2])
    expect(
      (await call(own, put('/dataset?user=2', { ...two, users: [{}], tokens: [{}] }))).status,
    ).toBe(200)
    expect(await totals(own)).toEqual([15, 30])
    await own.reset()
    expect(await totals(own)).toEqual([15, 15])
  })
})
