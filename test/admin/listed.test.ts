import { describe, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { call } from './calls.ts'
import { expectRefused, post, put, type Refused, startFilled, testRefusals } from './refusals.ts'

const listed = (id: string, fields: object = {}) => ({
  id,
  assistant_id: 'new-assistant',
  assistant_name: 'New',
  type: 'widget' as const,
  message_count: 12,
  total_cost: 0.0045,
  ai_enabled: true,
  created_at: '2025-01-25 14:30:00',
  updated_at: '2025-01-25 14:45:22',
  ...fields,
})

const page = (number: number, ...rows: ReturnType<typeof listed>[]) => ({
  current_page: number,
  data: rows,
  per_page: 15,
})

const uuidsOf = async (mock: Mock): Promise<string[]> =>
  (await mock.conversations.list({ limit: 1000 })).map(({ uuid }) => uuid)

async function exported(mock: Mock): Promise<string> {
  return (await call(mock, { path: '/__admin/dataset' })).text
}

describe('POST /conversations', () => {
  test.each<[string, object]>([
    ['a page body', page(1, listed('x'), listed('y'))],
    [
      'a cursor body',
      {
        data: [listed('x'), listed('y')],
        path: 'p',
        per_page: 15,
        next_cursor: null,
        prev_cursor: null,
      },
    ],
    ['the rows', [listed('x'), listed('y')]],
    ['several bodies', [page(2, listed('y')), page(1, listed('x'), listed('y'))]],
  ])('takes %s and puts its rows before the others', async (_what, body) => {
    await using mock = await startMock({ dataset: 'one' })
    const before = await uuidsOf(mock)
    const { status, body: answer } = await call(mock, post('/conversations', body))
    expect(status).toBe(201)
    expect(answer).toMatchObject({ conversations: [{ uuid: 'x', variables: null }, { uuid: 'y' }] })
    expect(await uuidsOf(mock)).toEqual(['x', 'y', ...before])
  })

  test('answers the rows as they were answered', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const row = listed('x', {
      type: 'whatsapp',
      variables: { b: 1, a: [] },
      whatsapp_sender: { name: 'Acme', phone: '+1' },
      customer: { name: null, phone: '+2' },
    })
    await call(mock, post('/conversations', [row]))
    const answer = await call(mock, {
      path: '/api/user/conversations?per_page=1',
      headers: { Authorization: `Bearer ${mock.token('autocalls')}` },
      hasToken: false,
    })
    expect(answer.body).toMatchObject({ data: [row] })
  })

  test('takes a row that is there already for that row', async () => {
    await using mock = await startMock({ dataset: 'one' })
    await call(mock, post('/conversations', [listed('x'), listed('y')]))
    expect(
      (await call(mock, post('/conversations', [listed('w'), listed('x')]))).body,
    ).toMatchObject({
      conversations: [
        { uuid: 'w', id: 4 },
        { uuid: 'x', id: 3 },
      ],
    })
  })

  test('takes the same rows once, when they come twice at the same time', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const before = await uuidsOf(mock)
    const rows = Array.from({ length: 120 }, (_, index) => listed(`row-${index}`))
    const answers = await Promise.all([1, 2].map(() => call(mock, post('/conversations', rows))))
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[1]?.text).toBe(answers[0]?.text)
    expect(await uuidsOf(mock)).toEqual([...rows.map(({ id }) => id), ...before])
  })

  test('adds different lists that come at the same time, each with its assistants', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const lists = ['a', 'b'].map((name) =>
      Array.from({ length: 80 }, (_, index) =>
        listed(`${name}-${index}`, { assistant_id: `${name}-${index % 3}`, assistant_name: name }),
      ),
    )
    const answers = await Promise.all(lists.map((list) => call(mock, post('/conversations', list))))
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    const { assistants } = JSON.parse(await exported(mock))
    expect(assistants.filter(({ uuid }: { uuid: string }) => /^[ab]-/.test(uuid))).toHaveLength(6)
    expect(new Set(assistants.map(({ id }: { id: number }) => id)).size).toBe(assistants.length)
  })

  test('leaves nothing of a list behind that is refused', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const before = await exported(mock)
    const rows = Array.from({ length: 120 }, (_, index) => listed(`row-${index}`))
    const { status } = await call(
      mock,
      post('/conversations', [...rows, listed('row-5', { message_count: 13 })]),
    )
    expect(status).toBe(422)
    expect(await exported(mock)).toBe(before)
  })

  test('a reset takes the rows and their assistants away, but not those that a snapshot needs', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const before = await exported(mock)
    await mock.conversations.create([listed('x')])
    await mock.reset()
    expect(await exported(mock)).toBe(before)
    await mock.conversations.create({ data: [listed('x')] })
    const after = await exported(mock)
    await mock.snapshot.save('with')
    await mock.reset()
    await mock.snapshot.restore('with')
    expect(await exported(mock)).toBe(after)
    const [row] = await mock.conversations.list({ limit: 1 })
    expect(await mock.conversations.update(row?.id ?? 0, { message_count: 1 })).toMatchObject({
      uuid: 'x',
      message_count: 1,
    })
  })
})

describe('PUT /dataset', () => {
  test.each<[string, object]>([
    ['a page body', page(1, listed('x'), listed('y'))],
    ['the rows', [listed('x'), listed('y')]],
    ['several bodies', [page(2, listed('y')), page(1, listed('x'))]],
  ])('takes %s for the rows of the first user', async (_what, body) => {
    await using mock = await startMock()
    const tokens = mock.tokens
    const others = await mock.users.find(2)
    const count = await others?.conversations.count()
    expect((await call(mock, put('/dataset', body))).body).toEqual({
      users: 0,
      tokens: 0,
      assistants: 1,
      conversations: 2,
    })
    expect(await uuidsOf(mock)).toEqual(['x', 'y'])
    expect((await mock.users.find(1))?.tokens).toEqual(
      tokens.filter(({ user_id }) => user_id === 1),
    )
    expect(await others?.conversations.count()).toBe(count)
  })

  test('takes them for the rows of a user', async () => {
    await using mock = await startMock()
    const user = await mock.createUser()
    await user.dataset.replace(page(1, listed('x')))
    expect(await user.conversations.list()).toMatchObject([{ uuid: 'x', id: 1 }])
    expect(await mock.conversations.count()).toBe(68)
  })
})

const both = (what: string, body: unknown, path: string, says: string): Refused[] => [
  [`${what} as new conversations`, post('/conversations', body), 422, path, says],
  [`${what} as a dataset`, put('/dataset', body), 422, path, says],
]

describe('refuses', () => {
  const mock = startFilled()
  testRefusals(mock, [
    ...both(
      'a missing field',
      [listed('x', { total_cost: undefined })],
      '[0].total_cost',
      'is missing; it must be a number',
    ),
    ...both(
      'a missing field in a body',
      page(1, listed('x', { type: 5 })),
      'data[0].type',
      'must be one of test, widget',
    ),
    ...both(
      'a contradiction',
      [listed('x'), listed('x', { message_count: 1 })],
      '[1].message_count',
      'is not what [0] says of the same',
    ),
    ...both(
      'an assistant of two names',
      [listed('x'), listed('y', { assistant_name: 'B' })],
      '[1].assistant_name',
      'calls the same assistant',
    ),
  ])

  test('a row that is here with another content', async () => {
    const [row] = await mock().conversations.list({ limit: 1 })
    await expectRefused(mock(), [
      '',
      post('/conversations', [listed(row?.uuid ?? '')]),
      409,
      '[0].id',
      'is already used by another row',
    ])
  })

  test('an assistant that is here under another name', async () => {
    const exportedRows = (await call(mock(), { path: '/__admin/dataset' })).text
    const uuid = /"assistants":\[\s*\{"id":\d+,"uuid":"([^"]+)"/.exec(exportedRows)?.[1]
    const body = [listed('x', { assistant_id: uuid })]
    await expectRefused(mock(), [
      '',
      post('/conversations', body),
      409,
      '[0].assistant_name',
      'is not what the assistant of this uuid',
    ])
  })

  test('more rows than may be created at once', async () => {
    const body = Array.from({ length: 10_001 }, (_, index) => listed(`x${index}`))
    await expectRefused(mock(), [
      '',
      post('/conversations', body),
      422,
      '',
      'the body must have at most 10000 rows',
    ])
  })
})
