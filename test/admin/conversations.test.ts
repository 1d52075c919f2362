import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type Mock, startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { call } from './calls.ts'
import { del, get, patch, post, startFilled } from './refusals.ts'

const mock = startFilled()
const Row = z.looseObject({
  id: z.int(),
  uuid: z.string(),
  type: z.string(),
  assistant_id: z.int(),
  created_at: z.string(),
})
const Rows = z.looseObject({ conversations: z.array(Row) })

const rowsOf = (body: unknown) => Rows.parse(body).conversations
const createIn = async (own: Mock, body: unknown, query = '') =>
  rowsOf((await call(own, post(`/conversations${query}`, body))).body)

const draft = (fields: object) => post('/conversations', fields)
const inVariables = (json: string) => post('/conversations', `{"variables":${json}}`)

describe('GET /conversations', () => {
  const rows = [
    { id: 1, type: 'test', created_at: '2025-01-01 00:00:00' },
    {
      id: 2,
      type: 'api',
      external_identifier: 'crm-1',
      created_at: '2025-01-02 12:00:00',
      assistant_id: 2,
    },
    {
      id: 3,
      type: 'whatsapp',
      customer_phone: '+1',
      whatsapp_sender_phone: '+9',
      created_at: '2025-01-03 23:59:59',
    },
    { id: 4, type: 'widget', created_at: '2025-01-04 00:00:00' },
  ] as const

  test.each([
    ['', [4, 3, 2, 1]],
    ['limit=2', [4, 3]],
    ['limit=2&offset=3', [1]],
    ['offset=9007199254740991', []],
    ['type=api', [2]],
    ['assistant_id=2', [2]],
    ['assistant_id=9007199254740991', []],
    ['external_identifier=crm-1', [2]],
    ['customer_phone=%2B1', [3]],
    ['whatsapp_sender_phone=%2B9&type=whatsapp', [3]],
    ['date_from=2025-01-03', [4, 3]],
    ['date_to=2025-01-03', [3, 2, 1]],
    ['date_from=2025-01-02&date_to=2025-01-03&limit=1', [3]],
    ['date_from=2025-01-04&date_to=2025-01-01', []],
  ])('lists the newest first: %s', async (query, ids) => {
    await using user = await mock().createUser({
      dataset: { conversations: Array.from(rows, (row) => ({ assistant_id: 1, ...row })) },
    })
    const { body } = await call(mock(), get(`/conversations?user=${user.id}&${query}`))
    expect(rowsOf(body).map(({ id }) => id)).toEqual(ids)
    const asked = new URLSearchParams(query)
    expect(body).toMatchObject({
      limit: Number(asked.get('limit') ?? 100),
      offset: Number(asked.get('offset') ?? 0),
    })
  })
})

describe('POST /conversations', () => {
  test('refuses to make a row for a user that has no assistant, and says how one comes', async () => {
    const dataset = { assistants: [], conversations: [] }
    const user = z
      .looseObject({ id: z.int() })
      .parse((await call(mock(), post('/users', { dataset }))).body)
    for (const body of [{}, Array.from({ length: 60 }, () => ({}))]) {
      const refused = await call(mock(), post(`/conversations?user=${user.id}`, body))
      expect(refused).toMatchObject({ status: 422 })
      expect(JSON.stringify(refused.body)).toContain('a user that has no assistant')
    }
  })

  test('makes a row that is longer than others in turns, and answers it as it does others', async () => {
    const body = { external_identifier: 'long', variables: { text: 'x'.repeat(100_000) } }
    const made = await call(mock(), draft(body))
    expect(made).toMatchObject({ status: 201 })
    const [row] = rowsOf(made.body)
    expect(row).toMatchObject(body)
    expect((await call(mock(), get(`/conversations/${row?.id}`))).body).toEqual(row)
    await call(mock(), del(`/conversations/${row?.id}`))
  })

  test('creates one, or many in the order given, the same from the same seed', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.clock.freeze('2025-03-01T12:00:00Z')
    const [one] = await createIn(own, {})
    expect(one).toMatchObject({ id: 2, created_at: '2025-03-01 12:00:00' })
    const many = await createIn(own, [{ id: 9, type: 'api' }, {}, { id: 3 }], '?seed=7')
    expect(many.map(({ id }) => id)).toEqual([9, 4, 3])
    await own.reset()
    await own.clock.freeze('2025-03-01T12:00:00Z')
    expect(await createIn(own, {})).toEqual([one])
    expect(await createIn(own, [{ id: 9, type: 'api' }, {}, { id: 3 }], '?seed=7')).toEqual(many)
    expect((await ask(own.url, own.token(), '?per_page=1')).ids).toEqual([many[0]?.uuid])
  })

  test('gives the answer that GET and the emulated API give', async () => {
    await using own = await startMock({ dataset: 'one' })
    const { text } = await call(own, inVariables('{"2":9223372036854775807,"1":"\\u0000/é"}'))
    expect(text).toContain('"variables":{"2":9223372036854775807,"1":"\\u0000/é"}')
    expect(`{"conversations":[${(await call(own, get('/conversations/2'))).text}]}`).toBe(text)
    const answer = await fetch(`${own.url}/api/user/conversations?per_page=1`, {
      headers: { Authorization: `Bearer ${own.token('combined')}` },
    })
    expect(await answer.text()).toContain(
      '"variables":{"2":9223372036854775807,"1":"\\u0000\\/\\u00e9"}',
    )
  })

  test('takes 10,000 at once', async () => {
    await using own = await startMock({ dataset: 'one' })
    expect(
      await createIn(
        own,
        Array.from({ length: 10_000 }, () => ({})),
      ),
    ).toHaveLength(10_000)
    expect((await own.status()).conversations).toBe(10_001)
  })

  test('has no place above the highest id', async () => {
    await using own = await startMock({ dataset: 'one' })
    expect(await createIn(own, { id: Number.MAX_SAFE_INTEGER })).toHaveLength(1)
    const { status, body } = await call(own, post('/conversations', [{ id: 5 }, {}]))
    expect({ status, body }).toMatchObject({ status: 409, body: { errors: [{ path: '[1].id' }] } })
    expect(await own.conversations.count()).toBe(2)
  })

  test('refuses a uuid that is taken', async () => {
    const { uuid } = Row.parse((await call(mock(), get('/conversations/1'))).body)
    const { status, body } = await call(mock(), draft({ uuid }))
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'uuid', message: expect.stringContaining('already used') }] },
    })
  })
})

describe('GET, PATCH and DELETE /conversations/{id}', () => {
  test('finds, changes and deletes by number and by uuid', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.clock.freeze('2025-03-01T12:00:00Z')
    const [row] = await createIn(own, { uuid: 'a/b c', type: 'widget' })
    const byUuid = `/conversations/${encodeURIComponent('a/b c')}`
    expect((await call(own, get(byUuid))).body).toEqual(row)
    const changed = await call(own, patch(byUuid, { type: 'api', uuid: '777' }))
    expect(changed.body).toEqual({
      ...row,
      type: 'api',
      uuid: '777',
      updated_at: '2025-03-01 12:00:00',
    })
    expect((await call(own, get('/conversations/777'))).body).toEqual(changed.body)
    expect(
      (await call(own, patch('/conversations/2', { updated_at: '2020-01-01 00:00:00' }))).body,
    ).toHaveProperty('updated_at', '2020-01-01 00:00:00')
    expect((await call(own, del('/conversations/777'))).status).toBe(204)
    expect((await call(own, get('/conversations/2'))).status).toBe(404)
  })

  test('refuses to change to a uuid that is taken', async () => {
    const { uuid } = Row.parse((await call(mock(), get('/conversations/1'))).body)
    const { status, body } = await call(mock(), patch('/conversations/2', { uuid }))
    expect({ status, body }).toMatchObject({ status: 409, body: { errors: [{ path: 'uuid' }] } })
  })
})
