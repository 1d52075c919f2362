import { describe, expect, onTestFinished, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { createRandom, type Random } from '../../src/random/random.ts'
import type { Filters } from '../../src/store/filters.ts'
import type { Store } from '../../src/store/open-store.ts'
import { altered, idsOf } from './rows.ts'
import { openStart, takeStep } from './steps.ts'
import { countOf, pageOf } from './stores.ts'

const OFFSETS = [0, 128, 150, 190, 250]
const STEPS = 60

const lists: readonly Filters[] = [
  {},
  { type: 'widget' },
  { date_from: '2025-01-01' },
  { date_to: '2024-12-31', assistant_id: 2 },
]

const isIn = (row: Conversation, { type, assistant_id, date_from, date_to }: Filters): boolean =>
  (type === undefined || row.type === type) &&
  (assistant_id === undefined || row.assistant_id === assistant_id) &&
  (date_from === undefined || row.created_at >= date_from) &&
  (date_to === undefined || row.created_at <= `${date_to} 23:59:59`)

function byOrder(order: SortOrder) {
  const keyOf = ({ created_at, id }: Conversation): string =>
    `${order === 'id' ? '' : created_at} ${String(id).padStart(9, '0')}`
  return (a: Conversation, b: Conversation): number => (keyOf(a) < keyOf(b) ? 1 : -1)
}

/** A few rows change what filters and orders look at. */
function moveRows({ rows }: Store, datasetId: number, random: Random): void {
  const moved = [...rows.each(datasetId)].filter(() => random.below(20) === 0)
  const created_at = `2024-12-${10 + random.below(20)} 10:00:00`
  const type = random.pick(['widget', 'whatsapp'] as const)
  rows.write(datasetId, { update: moved.map((row) => altered(row, { type, created_at })) })
}

describe.each<SortOrder>(['id', 'created_at'])('by %s', (order) => {
  test('totals and deep pages of a list are right after every kind of change', async () => {
    const store = await openStart(undefined, order)
    onTestFinished(() => store.close())
    for (let number = 1; number <= STEPS; number++) {
      takeStep(store, number)
      for (const { dataset_id } of store.users.list()) {
        if (number % 3 === 0) moveRows(store, dataset_id, createRandom(number))
        expectRightLists(store, dataset_id, order)
      }
    }
  })
})

function expectRightLists(store: Store, datasetId: number, order: SortOrder): void {
  const all = [...store.rows.each(datasetId)].toSorted(byOrder(order))
  for (const filters of lists) {
    const query = { datasetId, filters }
    const ids = all.filter((row) => isIn(row, filters)).map(({ id }) => id)
    expect(countOf(store, query)).toBe(ids.length)
    for (const offset of OFFSETS)
      expect(idsOf(pageOf(store, query, { offset, limit: 15 }).items)).toEqual(
        ids.slice(offset, offset + 15),
      )
  }
}
