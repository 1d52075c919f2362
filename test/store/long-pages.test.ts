import { expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import type { Position } from '../../src/store/conversations.ts'
import type { Store } from '../../src/store/open-store.ts'
import { createRows, render } from './rows.ts'
import { open, pageOf, sliceOf } from './stores.ts'

const all = { datasetId: 1, filters: {} }
const orders: SortOrder[] = ['id', 'created_at']
const filling = 'x'.repeat(100_000)

const renderLong = (row: Conversation) => ({ ...render(row), full: `"${row.id}${filling}"` })

/** Pages at the start, in the middle and at the end, and the rows on both sides of a row. */
function everyKindOfPage(store: Store, order: SortOrder) {
  const pages = [0, 3, 37, 60].map((offset) =>
    pageOf(store, all, { item: 'full', offset, limit: 4 }),
  )
  const first = sliceOf(store, all, { item: 'full', limit: 4 })
  const { id, created_at } = first.last
  const key = order === 'id' ? [id] : [created_at, id]
  const positions: Position[] = [true, false].map((forward) => ({ key, forward }))
  const beside = positions.map((position) =>
    sliceOf(store, all, { item: 'full', position, limit: 4 }),
  )
  return [...pages, first, ...beside]
}

test.each(orders)('pages with long rows are those with short rows, by %s', async (order) => {
  const dataset = await createRows(40, 'rising with id, with ties')
  const short = await open(dataset, { order })
  const long = await open(dataset, { order, render: renderLong })
  const [page, ...others] = everyKindOfPage(long, order)
  expect(page?.texts?.join(',')).toBe(page?.items)
  const expected = everyKindOfPage(short, order)
  for (const [index, given] of [page, ...others].entries()) {
    const { items, ...rest } = expected[index] ?? { items: '' }
    expect(given).toMatchObject(rest)
    expect(given?.items.replaceAll(filling, '')).toBe(items)
  }
})

const MANY = 77

test('notices a long row that comes later', async () => {
  const dataset = await createRows(40, 'rising with id')
  const store = await open(dataset, {
    render: (row) => ({
      ...render(row),
      ...(row.message_count === MANY && { full: filling.repeat(3) }),
    }),
  })
  const read = () => pageOf(store, all, { item: 'full', offset: 0, limit: 4 })
  expect([read(), read()].map((page) => page.texts)).toEqual([undefined, undefined])
  const [row] = dataset.conversations.toSorted((a, b) => b.id - a.id)
  if (row) store.rows.write(1, { update: [{ ...row, message_count: MANY }] })
  expect(read().texts).toHaveLength(4)
})
