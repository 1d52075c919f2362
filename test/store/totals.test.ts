import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { createRandom } from '../../src/random/random.ts'
import type { Filters } from '../../src/store/filters.ts'
import type { Store } from '../../src/store/open-store.ts'
import { inEachRound } from './rounds.ts'
import { altered, createOwnRows, createRows } from './rows.ts'
import { countOf, newFile, noticing, open, replaceRows } from './stores.ts'

const start = await createRows(300, 'rising with id')
const own = await createOwnRows(60, 'in no order', 9)
const [sample] = start.conversations
if (!sample) throw new Error('there is no row')

/** With so many new rows, a total is no longer computed from the rows that moved. */
const MANY = 2500

const lists: readonly Filters[] = [
  {},
  { type: 'widget' },
  { date_from: '2025-01-10' },
  { type: 'widget', date_to: '2031-01-15' },
]

const datasetOf = (store: Store): number => store.users.find(1)?.dataset_id ?? 0

const totalsIn = (store: Store): number[] =>
  lists.map((filters) => countOf(store, { datasetId: datasetOf(store), filters }))

const isIn = ({ type, created_at }: Conversation, filters: Filters): boolean =>
  (filters.type === undefined || type === filters.type) &&
  (filters.date_from === undefined || created_at >= filters.date_from) &&
  (filters.date_to === undefined || created_at <= `${filters.date_to} 23:59:59`)

function expectRight(store: Store): void {
  const rows = [...store.rows.each(datasetOf(store))]
  expect(totalsIn(store)).toEqual(
    lists.map((filters) => rows.filter((row) => isIn(row, filters)).length),
  )
}

const insertMany = async (store: Store, seed: number, count = MANY): Promise<unknown> => {
  const random = createRandom(seed)
  const datasetId = datasetOf(store)
  const [assistant] = store.rows.assistants(datasetId)
  return store.rows.insertMany(datasetId, {
    assign: (nextId) => Array.from({ length: count }, (_, index) => nextId + index),
    make: (id) =>
      altered(sample, {
        id,
        uuid: `new ${seed} ${id}`,
        assistant_id: assistant?.id ?? 0,
        type: random.pick(['widget', 'whatsapp'] as const),
        created_at: `2031-01-${10 + random.below(20)} 00:00:00`,
      }),
  })
}

function changeOne(store: Store, seed: number): void {
  const [first] = store.rows.each(datasetOf(store))
  if (!first) return
  const type = seed % 2 === 0 ? 'widget' : 'api'
  store.rows.write(datasetOf(store), { update: [altered(first, { type })] })
}

const steps = [
  insertMany,
  changeOne,
  async (store: Store, seed: number) =>
    store.snapshots.saveInTurns(() => ({ userId: 1, name: 's', createdAt: seed })),
  insertMany,
  async (store: Store) => store.resetInTurns(1),
  changeOne,
  async (store: Store) => store.snapshots.restoreInTurns(() => ({ userId: 1, name: 's' })),
  (store: Store) => replaceRows(store, 1, own),
  insertMany,
  async (store: Store) => store.resetInTurns(),
] as const

describe.each<SortOrder>(['id', 'created_at'])('totals of lists by %s', (order) => {
  test('are right after each long work, with lists asked before and during it', async () => {
    const store = await open(start, { order })
    expectRight(store)
    for (const [seed, step] of steps.entries()) {
      await inEachRound(Promise.resolve(step(store, seed)), () => void totalsIn(store))
      expectRight(store)
    }
  })

  test('are right after more rows than one step counts', async () => {
    const store = await open(start, { order })
    expectRight(store)
    await insertMany(store, 1, 20_500)
    expectRight(store)
    changeOne(store, 1)
    expectRight(store)
  })
})

test('totals are right though another process writes during the work', async () => {
  const file = newFile()
  const [store, other] = [
    await open(start, { file, isShared: true }),
    await open(start, { file, isShared: true }),
  ]
  expectRight(store)
  const second = datasetOf(other)
  const rows = [...other.rows.each(second)]
  await inEachRound(insertMany(store, 1), (round) => {
    const row = rows[round]
    if (row) other.rows.write(second, { update: [altered(row, { type: 'api' })] })
  })
  await noticing()
  expectRight(store)
})
