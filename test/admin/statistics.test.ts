import { describe, expect, test } from 'vitest'
import { Statistics } from '../../src/admin/statistics.ts'
import { startMock } from '../../src/index.ts'
import { call } from './calls.ts'
import { get, MADE, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()

const row = (type: 'api' | 'widget', created_at: string, others: object = {}) => ({
  type,
  created_at,
  assistant_id: 1,
  message_count: 2,
  total_cost: 0.1,
  ...others,
})

describe('GET /statistics', () => {
  test('sums by day and type, and by assistant', async () => {
    await using user = await mock().createUser({
      dataset: {
        assistants: [
          { id: 1, uuid: 'a1', name: 'Support' },
          { id: 2, uuid: 'a2', name: 'Sales' },
          { id: 3, uuid: 'a3', name: 'Idle' },
        ],
        conversations: [
          row('widget', '2025-01-25 23:59:59'),
          row('api', '2025-01-26 00:00:00', { assistant_id: 2 }),
          row('api', '2025-01-25 10:00:00', { assistant_id: 2, total_cost: 0.2 }),
          row('widget', '2025-01-25 00:00:00', { assistant_id: 2, total_cost: 0.2 }),
        ],
      },
    })
    expect((await call(mock(), get(`/statistics?user=${user.id}`))).body).toEqual({
      user: user.id,
      conversations: 4,
      messages: 8,
      cost: 0.6,
      days: [
        { day: '2025-01-25', type: 'api', conversations: 1, messages: 2, cost: 0.2 },
        { day: '2025-01-25', type: 'widget', conversations: 2, messages: 4, cost: 0.3 },
        { day: '2025-01-26', type: 'api', conversations: 1, messages: 2, cost: 0.1 },
      ],
      assistants: [
        { id: 2, uuid: 'a2', name: 'Sales', conversations: 3, messages: 6, cost: 0.5 },
        { id: 1, uuid: 'a1', name: 'Support', conversations: 1, messages: 2, cost: 0.1 },
        { id: 3, uuid: 'a3', name: 'Idle', conversations: 0, messages: 0, cost: 0 },
      ],
    })
  })

  test('sums the last days alone, up to that of the newest row', async () => {
    await using user = await mock().createUser({
      dataset: {
        assistants: [
          { id: 1, uuid: 'a1', name: 'Support' },
          { id: 2, uuid: 'a2', name: 'Sales' },
        ],
        conversations: [
          row('widget', '2025-01-26 23:59:59'),
          row('api', '2025-01-20 00:00:00', { assistant_id: 2 }),
          row('api', '2025-01-19 23:59:59', { assistant_id: 2 }),
          row('api', '0001-01-01 00:00:00'),
        ],
      },
    })
    const sums = async (days: number) => {
      const { conversations, days: all, assistants } = await user.conversations.statistics({ days })
      return [
        conversations,
        all.length,
        ...assistants.map(({ name, conversations: own }) => `${name} ${own}`),
      ]
    }
    expect(await sums(1)).toEqual([1, 1, 'Support 1', 'Sales 0'])
    expect(await sums(7)).toEqual([2, 2, 'Support 1', 'Sales 1'])
    expect(await sums(8)).toEqual([3, 3, 'Sales 2', 'Support 1'])
    expect(await sums(36_500)).toEqual([3, 3, 'Sales 2', 'Support 1'])
    expect((await user.conversations.statistics()).conversations).toBe(4)
    await user.conversations.create({ created_at: '2025-01-27 00:00:00', assistant_id: 2 })
    expect(await sums(7)).toEqual([2, 2, 'Support 1', 'Sales 1'])
  })

  test.each(['0', '36501', '1.5', 'x'])('refuses %s days', async (days) => {
    const { status, body } = await call(mock(), get(`/statistics?days=${days}`))
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'days', message: 'must be a whole number from 1 to 36500' }] },
    })
  })

  test('is of the first user unless it names another', async () => {
    const [first, named, made] = await Promise.all(
      ['', '?user=1', `?user=${MADE}`].map(async (query) =>
        Statistics.parse((await call(mock(), get(`/statistics${query}`))).body),
      ),
    )
    expect(first).toEqual(named)
    expect([first?.user, made?.user, made?.conversations]).toEqual([1, MADE, 3])
  })

  test('follows what is created, changed, deleted, replaced and reset', async () => {
    await using own = await startMock({ dataset: 'thirty' })
    const count = async (): Promise<number> => (await own.conversations.statistics()).conversations
    expect(await count()).toBe(30)
    const { id } = await own.conversations.create({ total_cost: 5 })
    expect(await count()).toBe(31)
    const { cost } = await own.conversations.statistics()
    await own.conversations.update(id, { total_cost: 6.5 })
    expect((await own.conversations.statistics()).cost - cost).toBeCloseTo(1.5, 8)
    await own.conversations.delete(id)
    expect(await count()).toBe(30)
    await call(own, put('/dataset?user=1', { assistants: [], conversations: [] }))
    expect(await own.conversations.statistics()).toEqual({
      user: 1,
      conversations: 0,
      messages: 0,
      cost: 0,
      days: [],
      assistants: [],
    })
    await own.reset()
    expect(await count()).toBe(30)
  })

  testRefusals(mock, userRefusals('GET', '/statistics'))
})
