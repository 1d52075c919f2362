import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../src/dataset/dataset.ts'
import { createRandom, type Random } from '../../src/random/random.ts'
import type { Position, Slice } from '../../src/store/conversations.ts'
import type { Filters } from '../../src/store/filters.ts'
import type { Store } from '../../src/store/open-store.ts'
import type { SortKey, SortOrder } from '../../src/dataset/sort-order.ts'
import type { Query } from '../../src/store/where.ts'
import { type Ages, createRows, expectedIds, idsOf } from './rows.ts'
import { countOf, open, pageOf, placeNames, places, sliceOf } from './stores.ts'

const COUNT = 2500
const ages: Ages[] = ['rising with id', 'rising with id, with ties', 'in no order']
const orders: SortOrder[] = ['id', 'created_at']

const datasets = new Map<Ages, Dataset>()
for (const age of ages) datasets.set(age, await createRows(COUNT, age))

const cases = placeNames.flatMap((place) =>
  orders.flatMap((order) => ages.map((age) => ({ place, order, age }))),
)

describe.each(cases)('in $place, by $order, with dates $age', async ({ place, order, age }) => {
  const dataset = datasets.get(age) ?? (await createRows(COUNT, age))
  const store = await open(dataset, { file: places[place](), order })

  test.each(queries(dataset))('counts $name', ({ query }) => {
    expect(countOf(store, query)).toBe(expectedIds(dataset, query, order).length)
  })

  test.each(queries(dataset))('lists any page of $name', ({ query }) => {
    const expected = expectedIds(dataset, query, order)
    const random = createRandom(3)
    for (let round = 0; round < 15; round++) {
      const offset = random.below(expected.length + 20)
      const limit = 1 + random.below(random.pick([3, 100]))
      const { items, count } = pageOf(store, query, { offset, limit })
      expect(idsOf(items), `${limit} rows after ${offset}`).toEqual(
        expected.slice(offset, offset + limit),
      )
      expect(count).toBe(idsOf(items).length)
    }
  })

  test.each(queries(dataset))('walks forwards and backwards through $name', ({ query }) => {
    const expected = expectedIds(dataset, query, order)
    const limit = 1 + Math.ceil(expected.length / 20)
    const forwards = walk(store, { query, order, limit })
    expect(forwards.flatMap(({ items }) => idsOf(items))).toEqual(expected)
    const last = forwards.at(-1)?.last
    if (last === undefined || expected.length === 0) return
    const backwards = walk(store, { query, order, limit, from: last })
    expect(backwards.toReversed().flatMap(({ items }) => idsOf(items))).toEqual(
      expected.slice(0, -1),
    )
  })

  test('lists the same as a filter in JavaScript for any combination of filters', () => {
    const random = createRandom(5)
    for (let round = 0; round < 80; round++) {
      const query = { datasetId: 1, filters: drawFilters(dataset, random) }
      const expected = expectedIds(dataset, query, order)
      expect(
        idsOf(pageOf(store, query, { offset: 0, limit: 100 }).items),
        JSON.stringify(query),
      ).toEqual(expected.slice(0, 100))
      expect(countOf(store, query), JSON.stringify(query)).toBe(expected.length)
    }
  })

  test('gives the text that is asked for', () => {
    const query = { datasetId: 1, filters: {} }
    const [first, second] = expectedIds(dataset, query, order)
    const [deep] = expectedIds(dataset, query, order).slice(640)
    expect(pageOf(store, query, { item: 'full', offset: 0, limit: 2 }).items).toBe(
      `"${first}","${second}"`,
    )
    expect(pageOf(store, query, { item: 'full', offset: 640, limit: 1 }).items).toBe(`"${deep}"`)
    expect(sliceOf(store, query, { item: 'full', limit: 2 }).items).toBe(`"${first}","${second}"`)
  })

  test('begins beside a place that no row holds', () => {
    const query = { datasetId: 2, filters: {} }
    const expected = expectedIds(dataset, query, order)
    const foreign = dataset.conversations.find(({ assistant_id }) => assistant_id === 1) ?? {
      id: 0,
      created_at: '',
    }
    const after = sliceOf(store, query, {
      position: { key: keyOf(foreign, order), forward: true },
      limit: 5,
    })
    const before = sliceOf(store, query, {
      position: { key: keyOf(foreign, order), forward: false },
      limit: 5,
    })
    const at = expected.indexOf(idsOf(after.items)[0] ?? 0)
    expect([...idsOf(before.items), ...idsOf(after.items)]).toEqual(
      at < 0 ? expected.slice(-5) : expected.slice(Math.max(0, at - 5), at + 5),
    )
  })
})

test.each(orders)('sees by %s that rows have come and gone beyond a page', async (order) => {
  const dataset = await createRows(40, 'rising with id')
  const store = await open(dataset, { order })
  const rows = expectedIds(dataset, everything, order).flatMap(
    (id) => dataset.conversations.find((row) => row.id === id) ?? [],
  )
  const ends = [...rows.slice(0, 1), ...rows.slice(-1)]
  const middle = rows.length >> 1
  const key = rows.slice(middle, middle + 1).flatMap((row) => keyOf(row, order))
  const sizes = { before: middle - 1, after: rows.length - middle - 2 }
  const hasMore = (): boolean[] => [
    sliceOf(store, everything, { position: { key, forward: false }, limit: sizes.before }).hasMore,
    sliceOf(store, everything, { position: { key, forward: true }, limit: sizes.after }).hasMore,
  ]
  expect(hasMore()).toEqual([true, true])
  store.rows.write(1, { delete: ends.map(({ id }) => id) })
  expect(hasMore()).toEqual([false, false])
  store.rows.write(1, { insert: ends })
  expect(hasMore()).toEqual([true, true])
})

const everything: Query = { datasetId: 1, filters: {} }

function keyOf({ id, created_at }: SortKey, order: SortOrder): Position['key'] {
  return order === 'id' ? [id] : [created_at, id]
}

type Walk = { query: Query; order: SortOrder; limit: number; from?: SortKey }

/** All slices from the start forwards, or from a row backwards. */
function walk(store: Store, { query, order, limit, from }: Walk): Slice[] {
  const slices: Slice[] = []
  let position: Position | undefined = from && { key: keyOf(from, order), forward: false }
  for (let hasMore = true; hasMore;) {
    const slice = sliceOf(store, query, { position, limit })
    expect(idsOf(slice.items)).toHaveLength(slice.count)
    slices.push(slice)
    hasMore = slice.hasMore
    position = { key: keyOf(from ? slice.first : slice.last, order), forward: from === undefined }
  }
  return slices
}

/** Some of the filters that a row fulfils, and now and then one that it does not. */
function drawFilters({ conversations }: Dataset, random: Random): Filters {
  const row = random.pick(conversations)
  const other = random.chance(20) ? random.pick(conversations) : row
  const filters: Filters = {}
  if (random.chance(40)) filters.type = other.type
  if (random.chance(40)) filters.assistant_id = row.assistant_id
  if (random.chance(25) && row.customer_phone !== null) filters.customer_phone = row.customer_phone
  if (random.chance(40) && row.whatsapp_sender_phone !== null)
    filters.whatsapp_sender_phone = row.whatsapp_sender_phone
  if (random.chance(25) && row.external_identifier !== null)
    filters.external_identifier = row.external_identifier
  if (random.chance(40)) filters.date_from = other.created_at.slice(0, 10)
  if (random.chance(40)) filters.date_to = row.created_at.slice(0, 10)
  return filters
}

/** Each filter alone, some of them together, some that contradict each other, and ranges of dates of many widths. */
function queries({ conversations }: Dataset): { name: string; query: Query }[] {
  const middle = conversations[COUNT / 2]?.created_at.slice(0, 10) ?? ''
  const party = conversations.find((row) => row.customer_phone !== null && row.assistant_id === 1)
  const customer_phone = party?.customer_phone ?? ''
  const whatsapp_sender_phone = party?.whatsapp_sender_phone ?? ''
  const external_identifier =
    conversations.find((row) => row.external_identifier !== null && row.assistant_id === 2)
      ?.external_identifier ?? ''
  const all: Filters[] = [
    {},
    { type: 'widget' },
    { type: 'unknown' },
    { assistant_id: 2 },
    { assistant_id: 3 },
    { type: 'api', assistant_id: 1 },
    { customer_phone },
    { whatsapp_sender_phone },
    { external_identifier },
    { customer_phone, type: 'whatsapp', assistant_id: 1, whatsapp_sender_phone },
    { customer_phone, type: 'test' },
    { customer_phone, external_identifier },
    { whatsapp_sender_phone, assistant_id: 2 },
    { date_from: middle },
    { date_to: middle },
    { date_from: middle, date_to: middle },
    { date_from: '2023-01-01', date_to: middle, type: 'whatsapp' },
    { date_from: middle, assistant_id: 1 },
    { date_to: middle, whatsapp_sender_phone },
    { date_from: middle, date_to: '2022-01-01' },
    { date_from: '9999-12-31' },
    { date_to: '0001-01-01' },
    { date_from: '0001-01-01', date_to: '9999-12-31' },
  ]
  const owned = all.map((filters) => ({
    name: `the rows with ${JSON.stringify(filters)}`,
    query: { datasetId: 1, filters },
  }))
  return [
    ...owned,
    { name: 'the rows of another user', query: { datasetId: 2, filters: { type: 'api' } } },
    { name: 'the rows of no one', query: { datasetId: 3, filters: {} } },
  ]
}
