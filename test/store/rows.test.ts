import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { PhpValue } from '../../src/php/json.ts'
import { DuplicateRowError, UnknownAssistantError } from '../../src/store/row-error.ts'
import type { Changes } from '../../src/store/rows.ts'
import { createRows, expectedIds } from './rows.ts'
import { listRows, countOf, listed, listedOf, open, placeNames, places, stateOf } from './stores.ts'

const dataset = await createRows(1300, 'rising with id')
const ids = expectedIds(dataset, { datasetId: 1, filters: {} }, 'id')
const rowOf = (id: number | undefined): Conversation => {
  const row = dataset.conversations.find((one) => one.id === id)
  if (!row) throw new Error(`no row ${id}`)
  return row
}
const [newest = 0, second = 0, third = 0] = ids
const foreign = dataset.conversations.find(({ assistant_id }) => assistant_id === 3)?.id ?? 0

const fresh: Conversation = {
  id: 5000,
  uuid: 'fresh',
  assistant_id: 2,
  type: 'api',
  variables: new Map<string, PhpValue>([
    ['2', [1, 1.5, -3n * 2n ** 60n, null, true, 'ü/"\\\n']],
    ['1', new Map([['nested', []]])],
  ]),
  external_identifier: 'x',
  message_count: 3,
  total_cost: 1e-7,
  ai_enabled: false,
  whatsapp_sender_name: null,
  whatsapp_sender_phone: '+1',
  customer_name: 'N',
  customer_phone: null,
  created_at: '2031-01-01 00:00:00',
  updated_at: '2031-01-02 00:00:00',
}

const cases = placeNames.flatMap((place) =>
  (['id', 'created_at'] as const).map((order) => ({ place, order })),
)

describe.each(cases)('rows in $place, by $order', ({ place, order }) => {
  const openRows = () => open(dataset, { file: places[place](), order })

  test('are found by id and by uuid, in their dataset alone', async () => {
    const { rows } = await openRows()
    expect(rows.find(1, { id: third })).toEqual(rowOf(third))
    expect(rows.find(1, { uuid: rowOf(third).uuid })).toEqual(rowOf(third))
    expect([
      rows.find(2, { id: third }),
      rows.find(2, { uuid: rowOf(third).uuid }),
      rows.find(1, { id: 9999 }),
    ]).toEqual([undefined, undefined, undefined])
  })

  test('are listed with filters, as pages', async () => {
    const { rows } = await openRows()
    const filters = { type: 'whatsapp', date_from: rowOf(600).created_at.slice(0, 10) }
    const expected = expectedIds(dataset, { datasetId: 1, filters }, order)
    expect(listRows(rows, 1, filters, { offset: 5, limit: 7 })).toEqual(
      expected.slice(5, 12).map(rowOf),
    )
    expect(listRows(rows, 1, filters, { offset: expected.length, limit: 7 })).toEqual([])
  })

  test('are listed from any offset on, in slices', async () => {
    const { rows } = await openRows()
    const expected = expectedIds(dataset, { datasetId: 1, filters: {} }, order)
    for (const offset of [0, 499, 500, 501, expected.length - 150, expected.length + 1])
      expect(listRows(rows, 1, {}, { offset, limit: 250 }).map(({ id }) => id)).toEqual(
        expected.slice(offset, offset + 250),
      )
  })

  test('come one by one, whatever is written in the meantime', async () => {
    const { rows } = await openRows()
    const seen: number[] = []
    for (const { id } of rows.each(1)) {
      if (seen.length === 0) rows.write(1, { delete: [newest], insert: [fresh] })
      seen.push(id)
    }
    expect(seen).toEqual([...ids.toReversed().slice(0, -1), fresh.id])
    expect([...rows.each(3)]).toEqual([])
  })

  test('have ends', async () => {
    const { rows } = await openRows()
    const sorted = expectedIds(dataset, { datasetId: 1, filters: {} }, order)
    expect(rows.edge(1, 'newest', 3)).toEqual(sorted.slice(0, 3))
    expect(rows.edge(1, 'oldest', 3)).toEqual(sorted.toReversed().slice(0, 3))
    expect(rows.edge(3, 'oldest', 3)).toEqual([])
  })

  test('have the assistants of their dataset', async () => {
    const { rows } = await openRows()
    const own = dataset.assistants.map(({ id, uuid, name }) => ({ id, uuid, name }))
    expect([1, 2, 3].map(rows.assistants)).toEqual([own.slice(0, 2), own.slice(2), []])
  })

  test('are written as given', async () => {
    const store = await openRows()
    const changed = { ...fresh, id: second, created_at: '2000-01-01 00:00:00', uuid: 'changed' }
    const version = store.version(1)
    store.rows.write(1, {
      insert: [fresh],
      update: [changed, { ...rowOf(third), message_count: 99 }],
      delete: [newest],
    })
    expect(store.version(1)).toBeGreaterThan(version)
    expect([5000, second, third, newest].map((id) => store.rows.find(1, { id }))).toEqual([
      fresh,
      changed,
      { ...rowOf(third), message_count: 99 },
      undefined,
    ])
    expect(listed(store, { date_to: '2000-01-01' })).toEqual([second])
    expect(
      listed(store, { external_identifier: 'x', assistant_id: 2 }).toSorted((a, b) => b - a),
    ).toEqual([5000, second])
    expect(countOf(store, { datasetId: 1, filters: {} })).toBe(ids.length)
    expect(listedOf(store, 2)).toEqual(expectedIds(dataset, { datasetId: 2, filters: {} }, order))
  })

  test('that do not exist are neither updated nor deleted', async () => {
    const store = await openRows()
    const before = stateOf(store)
    store.rows.write(1, { update: [fresh, { ...fresh, id: foreign }], delete: [9999, foreign] })
    expect(stateOf(store)).toEqual(before)
  })

  test('take the place of rows that the same call deletes', async () => {
    const store = await openRows()
    const replaced = { ...fresh, id: newest, uuid: rowOf(newest).uuid }
    store.rows.write(1, { delete: [newest], insert: [replaced] })
    expect(store.rows.find(1, { uuid: rowOf(newest).uuid })).toEqual(replaced)
  })

  test.each<[string, Changes, Error]>([
    [
      'an id',
      { delete: [third], insert: [fresh, { ...fresh, id: newest, uuid: 'other' }] },
      new DuplicateRowError('insert', 1, 'id'),
    ],
    [
      'a uuid',
      { delete: [third], insert: [{ ...fresh, uuid: rowOf(newest).uuid }] },
      new DuplicateRowError('insert', 0, 'uuid'),
    ],
    [
      'a uuid of its own call',
      { insert: [fresh, { ...fresh, id: 5001 }] },
      new DuplicateRowError('insert', 1, 'uuid'),
    ],
    [
      'a uuid, when it changes',
      { delete: [third], update: [{ ...rowOf(second), uuid: rowOf(newest).uuid }] },
      new DuplicateRowError('update', 0, 'uuid'),
    ],
    [
      'an assistant of another user',
      { delete: [third], insert: [{ ...fresh, assistant_id: 3 }] },
      new UnknownAssistantError('insert', 0, 3),
    ],
    [
      'no assistant',
      { delete: [third], update: [{ ...rowOf(second), assistant_id: 77 }] },
      new UnknownAssistantError('update', 0, 77),
    ],
  ])('with %s are refused, and nothing of the call is kept', async (_, changes, expected) => {
    const store = await openRows()
    const before = stateOf(store)
    expect(() => store.rows.write(1, changes)).toThrow(expected)
    expect(stateOf(store)).toEqual(before)
  })

  test('get ids that no row has had since the start', async () => {
    const { rows, reset } = await openRows()
    expect([1, 2, 3].map(rows.nextId)).toEqual([
      newest + 1,
      Math.max(...expectedIds(dataset, { datasetId: 2, filters: {} }, 'id')) + 1,
      1,
    ])
    rows.write(1, { insert: [fresh] })
    rows.write(1, { delete: [fresh.id] })
    expect(rows.nextId(1)).toBe(fresh.id + 1)
    reset()
    expect(rows.nextId(1)).toBe(newest + 1)
  })
})
