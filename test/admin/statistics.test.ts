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

  test('is of the first user unless it names another', async () => {
    const [first, named, made] = await Promise.all(
      ['', '?user=1', `?user=${MADE}`].map(async (query) => Statistics.parse((await call(mock(), get(`/statistics${query}`))).body)),
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
    expect(await own.conversations.statistics()).toEqual({ user: 1, conversations: 0, messages: 0, cost: 0, days: [], assistants: [] })
    await own.reset()
    expect(await count()).toBe(30)
  })

  testRefusals(mock, userRefusals('GET', '/statistics'))
})
