import { setImmediate as nextRound } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { Store } from '../../src/store/open-store.ts'
import { createRows } from './rows.ts'
import {
  listRows,
  countOf,
  listedOf,
  newFile,
  open,
  placeNames,
  places,
  stateOf,
  write,
} from './stores.ts'

const dataset = await createRows(300, 'rising with id')
const [sample] = dataset.conversations
if (!sample) throw new Error('there is no row')

const MANY = 700

/** A new row of the first user. */
const make = (id: number): Conversation => ({
  ...sample,
  id,
  uuid: `new-${id}`,
  assistant_id: 1,
  created_at: '2031-01-01 00:00:00',
})

const assign = (nextId: number): number[] =>
  Array.from({ length: MANY }, (_, index) => nextId + index)

const all = { datasetId: 1, filters: {} }

/** What can be seen of a user's rows, in every way there is. */
const seenIn = async (store: Store) => ({
  count: countOf(store, all),
  ofType: countOf(store, { ...all, filters: { type: sample.type } }),
  ids: listedOf(store, 1).slice(0, 20),
  pages: listRows(store.rows, 1, {}, { offset: 0, limit: 1000 }).length,
  each: [...store.rows.each(1)].length,
  newest: store.rows.edge(1, 'newest', 3),
  statistics: (await store.statistics(1)).conversations,
  last: store.rows.find(1, { id: store.rows.nextId(1) - 1 })?.uuid,
})

const cases = placeNames.flatMap((place) =>
  (['id', 'created_at'] as const).map((order) => ({ place, order })),
)

describe.each(cases)('many rows in $place, by $order', ({ place, order }) => {
  const openRows = () => open(dataset, { file: places[place](), order })

  test('appear at once, and others are answered meanwhile', async () => {
    const store = await openRows()
    const before = await seenIn(store)
    const looks: Awaited<ReturnType<typeof seenIn>>[] = []
    const state = { isDone: false }
    const inserting = store.rows
      .insertMany(1, { assign, make })
      .finally(() => (state.isDone = true))
    while (!state.isDone) {
      const seen = await seenIn(store)
      if (!state.isDone) looks.push(seen)
      await nextRound()
    }
    const made = await inserting
    expect(looks.length).toBeGreaterThan(2)
    for (const { last: _last, ...seen } of looks) expect(before).toMatchObject(seen)
    expect(made.map(({ id }) => id)).toEqual(assign(301))
    const after = await seenIn(store)
    expect(after).toMatchObject({
      count: before.count + MANY,
      each: before.each + MANY,
      statistics: before.statistics + MANY,
    })
    expect(after.newest).toEqual([1000, 999, 998])
    store.reset(1)
    expect(await seenIn(store)).toMatchObject({ count: before.count, ids: before.ids })
  })

  test('are all refused for one that is there already, and leave nothing behind', async () => {
    const store = await openRows()
    const before = stateOf(store)
    const inserting = store.rows.insertMany(1, {
      assign,
      make: (id, index) => ({ ...make(id), ...(index === 600 && { uuid: sample.uuid }) }),
    })
    await expect(inserting).rejects.toMatchObject({
      name: 'DuplicateRowError',
      list: 'insert',
      index: 600,
      column: 'uuid',
    })
    expect(stateOf(store)).toEqual(before)
    expect(store.rows.nextId(1)).toBe(301)
    expect(await store.rows.insertMany(1, { assign, make })).toHaveLength(MANY)
  })

  test('of two calls have ids of their own, and a row that is written meanwhile is seen', async () => {
    const store = await openRows()
    const both = [
      store.rows.insertMany(1, { assign, make }),
      store.rows.insertMany(1, { assign, make }),
    ]
    await nextRound()
    await nextRound()
    const id = store.rows.nextId(1)
    store.rows.write(1, { insert: [{ ...make(id), uuid: 'between' }] })
    expect(listedOf(store, 1)[0]).toBe(id)
    await Promise.all(both)
    expect(new Set(listedOf(store, 1)).size).toBe(Math.min(1000, listedOf(store, 1).length))
    expect(countOf(store, all)).toBe(
      dataset.conversations.filter(({ assistant_id }) => assistant_id !== 3).length + 2 * MANY + 1,
    )
  })
})

test('rows that a killed process left half written are gone when the file is opened again', async () => {
  const file = newFile()
  const store = await open(dataset, { file })
  const before = stateOf(store)
  store.close()
  write(
    file,
    `INSERT INTO conversations SELECT rid + 1000, dataset_id, id + 1000, uuid || '-half', assistant_id, type, external_identifier, whatsapp_sender_phone, customer_phone, created_at, variables, message_count, total_cost, ai_enabled, whatsapp_sender_name, customer_name, updated_at, basic, full, last_message
     FROM conversations WHERE rid <= 20`,
    'INSERT INTO staged VALUES (1001, 1700)',
  )
  expect(stateOf(await open(dataset, { file }))).toEqual(before)
})
