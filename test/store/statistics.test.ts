import { describe, expect, test } from 'vitest'
import type { Conversation, Dataset } from '../../src/dataset/dataset.ts'
import type { Statistics } from '../../src/store/statistics.ts'
import { altered, createOwnRows, createRows } from './rows.ts'
import { createUser, newFile, noticing, open, placeNames, places, write } from './stores.ts'

const costOf = (rows: readonly Conversation[]): number =>
  Number(rows.reduce((sum, row) => sum + row.total_cost, 0).toFixed(8))

const sumsOf = (rows: readonly Conversation[]) => ({
  conversations: rows.length,
  messages: rows.reduce((sum, { message_count }) => sum + message_count, 0),
  cost: costOf(rows),
})

/** By plain JavaScript. The first user has the first dataset, the second the second. */
function expectedOf({ assistants, conversations }: Dataset, datasetId: number): Statistics {
  const own = assistants.filter(({ user_id }) => user_id === datasetId)
  const rows = conversations.filter((row) => own.some(({ id }) => id === row.assistant_id))
  const names = new Set(rows.map((row) => `${row.created_at.slice(0, 10)} ${row.type}`))
  return {
    ...sumsOf(rows),
    days: [...names].toSorted().map((name) => {
      const [day = '', type = ''] = name.split(' ')
      return Object.assign(
        { day, type },
        sumsOf(rows.filter((row) => row.created_at.startsWith(day) && row.type === type)),
      )
    }),
    assistants: own
      .map(({ id, uuid, name }) =>
        Object.assign({ id, uuid, name }, sumsOf(rows.filter((row) => row.assistant_id === id))),
      )
      .toSorted((a, b) => b.conversations - a.conversations || a.id - b.id),
  }
}

const cases = placeNames.flatMap((place) =>
  (['id', 'created_at'] as const).flatMap((order) =>
    (['rising with id', 'rising with id, with ties', 'in no order'] as const).map((ages) => ({
      place,
      order,
      ages,
    })),
  ),
)

test.each(cases)(
  'sums are those of a loop in JavaScript: in $place, by $order, with dates $ages',
  async ({ place, order, ages }) => {
    const dataset = await createRows(2500, ages)
    const store = await open(dataset, { file: places[place](), order })
    for (const datasetId of [1, 2])
      expect(await store.statistics(datasetId)).toEqual(expectedOf(dataset, datasetId))
  },
)

test('more rows than are read at a time add up as well', async () => {
  const dataset = await createOwnRows(25_000, 'rising with id')
  const store = await open(dataset)
  const { days, assistants, ...all } = await store.statistics(1)
  expect(all).toEqual(sumsOf(dataset.conversations))
  for (const parts of [days, assistants])
    expect(parts.reduce((sum, part) => sum + part.conversations, 0)).toBe(25_000)
})

test('a dataset without conversations has its assistants', async () => {
  const dataset = await createRows(0, 'rising with id')
  const store = await open(dataset)
  const none = { conversations: 0, messages: 0, cost: 0 }
  const { assistants, ...others } = await store.statistics(1)
  expect(others).toEqual({ ...none, days: [] })
  expect(assistants).toEqual([
    expect.objectContaining({ id: 1, ...none }),
    expect.objectContaining({ id: 2, ...none }),
  ])
  expect(await store.statistics(9)).toEqual({ ...none, days: [], assistants: [] })
})

test('the first and the last second of a day belong to it, and costs show no dust', async () => {
  const { conversations, ...others } = await createOwnRows(3, 'rising with id')
  const times = ['2025-01-25 00:00:00', '2025-01-25 23:59:59', '2025-01-26 00:00:00']
  const rows = conversations.map((row, index) =>
    altered(row, {
      type: 'api',
      created_at: times[index] ?? '',
      total_cost: [0.1, 0.2, 1e-8][index] ?? 0,
    }),
  )
  const store = await open({ ...others, conversations: rows })
  const { cost, days } = await store.statistics(1)
  expect(cost).toBe(0.30000001)
  expect(days.map((day) => [day.day, day.conversations, day.cost])).toEqual([
    ['2025-01-25', 2, 0.3],
    ['2025-01-26', 1, 1e-8],
  ])
})

test('counts of messages beyond 64 bits are no failure', async () => {
  const { conversations, ...others } = await createOwnRows(2000, 'rising with id')
  const rows = conversations.map((row) => altered(row, { message_count: Number.MAX_SAFE_INTEGER }))
  const store = await open({ ...others, conversations: rows })
  expect((await store.statistics(1)).messages).toBeGreaterThan(2 ** 63)
})

describe('what was summed is remembered', () => {
  test('until rows change, be it while they are read', async () => {
    const dataset = await createOwnRows(25_000, 'rising with id')
    const store = await open(dataset)
    const before = store.statistics(1)
    expect(store.statistics(1)).toBe(before)
    store.rows.write(1, { delete: [1, 2] })
    const after = store.statistics(1)
    expect(after).not.toBe(before)
    expect((await after).conversations).toBe(24_998)
    expect(store.statistics(1)).toBe(after)
    store.reset(1)
    expect((await store.statistics(1)).conversations).toBe(25_000)
  })

  test('for one user whatever another one does', async () => {
    const store = await open(await createOwnRows(20, 'rising with id'))
    const user = createUser(store, await createOwnRows(30, 'rising with id'))
    const before = store.statistics(1)
    expect((await store.statistics(user.dataset_id)).conversations).toBe(30)
    store.rows.write(user.dataset_id, { delete: [1] })
    expect((await store.statistics(user.dataset_id)).conversations).toBe(29)
    expect(store.statistics(1)).toBe(before)
    expect((await before).conversations).toBe(20)
  })

  test('until another process changes rows', async () => {
    const file = newFile()
    const store = await open(await createOwnRows(20, 'rising with id'), { file })
    expect((await store.statistics(1)).conversations).toBe(20)
    write(file, 'DELETE FROM conversations WHERE id = 3')
    await noticing()
    expect((await store.statistics(1)).conversations).toBe(19)
  })
})
