import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import { createRandom, type Random } from '../../src/random/random.ts'
import type { Changes } from '../../src/store/rows.ts'
import { altered, createOwnRows, createRows } from './rows.ts'
import {
  listRows,
  createUser,
  newFile,
  open,
  placeNames,
  places,
  replaceRows,
  stateOf,
} from './stores.ts'

const start = await createRows(60, 'rising with id')
const own = await createOwnRows(30, 'in no order', 9)

const rowsOf = (state: ReturnType<typeof stateOf>) => state.map(({ snapshots: _, ...user }) => user)

describe.each(placeNames)('snapshots in %s', (place) => {
  test('are listed by name, each user has its own, and the last of a name stays', async () => {
    const store = await open(start, { file: places[place]() })
    const total = [...store.rows.each(1)].length
    expect(store.snapshots.save(1, 'b', 1.5)).toEqual({ name: 'b', created_at: 1.5, rows: total })
    store.rows.write(1, { delete: store.rows.edge(1, 'newest', 2) })
    store.snapshots.save(1, 'a', 2)
    store.snapshots.save(1, 'b', 3)
    store.snapshots.save(2, 'b', 4)
    expect(store.snapshots.list(1)).toEqual([
      { name: 'a', created_at: 2, rows: total - 2 },
      { name: 'b', created_at: 3, rows: total - 2 },
    ])
    expect(store.snapshots.list(2)).toMatchObject([{ name: 'b', created_at: 4, rows: 60 - total }])
  })

  test('are deleted once', async () => {
    const store = await open(start, { file: places[place]() })
    store.snapshots.save(1, 'a', 0)
    expect([
      store.snapshots.delete(2, 'a'),
      store.snapshots.delete(1, 'a'),
      store.snapshots.delete(1, 'a'),
    ]).toEqual([false, true, false])
    expect([store.snapshots.list(1), store.snapshots.restore(1, 'a')]).toEqual([[], false])
  })

  test('of a user that does not exist are not saved', async () => {
    const { snapshots } = await open(start, { file: places[place]() })
    expect(() => snapshots.save(77, 'a', 0)).toThrow('the user was deleted or got other rows')
  })

  test('are restored after a reset, a replacement and another restore', async () => {
    const store = await open(start, { file: places[place]() })
    const untouched = rowsOf(stateOf(store))
    store.snapshots.save(1, 'start', 0)
    change(store, 1, createRandom(1))
    const changed = rowsOf(stateOf(store))
    store.snapshots.save(1, 'changed', 0)
    store.reset()
    expect(rowsOf(stateOf(store))).toEqual(untouched)
    store.snapshots.restore(1, 'changed')
    expect(rowsOf(stateOf(store))).toEqual(changed)
    replaceRows(store, 1, own)
    change(store, 1, createRandom(2))
    const replaced = rowsOf(stateOf(store))
    store.snapshots.save(1, 'replaced', 0)
    for (const [name, expected] of [
      ['start', untouched],
      ['replaced', replaced],
      ['changed', changed],
      ['replaced', replaced],
    ] as const) {
      const version = store.version(store.users.find(1)?.dataset_id ?? 0)
      expect(store.snapshots.restore(1, name)).toBe(true)
      expect(rowsOf(stateOf(store))).toEqual(expected)
      expect(store.version(store.users.find(1)?.dataset_id ?? 0)).not.toBe(version)
    }
    store.reset()
    expect(rowsOf(stateOf(store))).toEqual(untouched)
  })

  test('give the rows back when unique values went from row to row since', async () => {
    const store = await open(start, { file: places[place]() })
    const [a, b] = [...store.rows.each(1)]
    if (!a || !b) throw new Error('too few rows')
    const inserted = { ...a, id: 9000, uuid: 'inserted' }
    store.rows.write(1, { insert: [inserted] })
    store.snapshots.save(1, 's', 0)
    const saved = stateOf(store)
    store.rows.write(1, { update: [{ ...a, uuid: 'moved' }] })
    store.rows.write(1, { update: [{ ...inserted, uuid: a.uuid }] })
    store.rows.write(1, { delete: [b.id], insert: [{ ...b, id: 9001 }] })
    store.snapshots.restore(1, 's')
    expect(stateOf(store)).toEqual(saved)
  })

  test('hold what date ranges need to be right', async () => {
    const store = await open(start, { file: places[place]() })
    const [newest = 0] = store.rows.edge(1, 'newest', 1)
    const row = store.rows.find(1, { id: newest })
    if (!row) throw new Error('no row')
    store.rows.write(1, { update: [{ ...row, created_at: '2001-01-01 00:00:00' }] })
    store.snapshots.save(1, 's', 0)
    store.reset()
    store.snapshots.restore(1, 's')
    expect(
      listRows(store.rows, 1, { date_to: '2001-12-31' }, { offset: 0, limit: 9 }).map(
        ({ id }) => id,
      ),
    ).toEqual([newest])
  })

  test.each([1, 2, 3])(
    'do with resets and replacements what copies of all rows would do, in random order (%i)',
    async (seed) => {
      const store = await open(start, { file: places[place]() })
      const random = createRandom(seed)
      const userId = random.chance(50) ? 1 : createUser(store, own).id
      const rows = () => [...store.rows.each(store.users.find(userId)?.dataset_id ?? 0)]
      const others = () => rowsOf(stateOf(store).filter(({ id }) => id !== userId))
      const baseline = rows()
      const untouched = others()
      const saved = new Map<string, Conversation[]>()
      for (let step = 0; step < 120; step++) {
        const name = random.pick(['a', 'b', 'c'])
        const expected = random.pick([
          () => change(store, store.users.find(userId)?.dataset_id ?? 0, random),
          () => change(store, store.users.find(userId)?.dataset_id ?? 0, random),
          () => {
            saved.set(name, rows())
            store.snapshots.save(userId, name, step)
            return rows()
          },
          () => {
            const kept = saved.get(name) ?? rows()
            expect(store.snapshots.restore(userId, name)).toBe(saved.has(name))
            return kept
          },
          () => {
            store.reset(userId)
            return baseline
          },
          () => {
            if (random.chance(70)) return rows()
            replaceRows(store, userId, own)
            return own.conversations
          },
        ])()
        expect(rows()).toEqual(expected)
      }
      expect(others()).toEqual(untouched)
    },
  )
})

test('a deleted snapshot frees its name at once, and its rows go over many turns, also after the file is opened again', async () => {
  const file = newFile()
  const many = await createRows(700, 'rising with id')
  const store = await open(many, { file })
  store.rows.write(1, {
    update: [...store.rows.each(1)].map((row) =>
      altered(row, { message_count: row.message_count + 1 }),
    ),
  })
  store.snapshots.save(1, 'a', 0)
  const changed = rowsOf(stateOf(store))
  const kept = keptRowsIn(file)
  store.snapshots.delete(1, 'a')
  expect([store.snapshots.list(1), keptRowsIn(file)]).toEqual([[], kept])
  store.snapshots.save(1, 'a', 1)
  store.close()
  const again = await open(many, { file })
  await expect.poll(() => keptRowsIn(file)).toBe(kept)
  again.reset()
  again.snapshots.restore(1, 'a')
  expect(rowsOf(stateOf(again))).toEqual(changed)
  again.snapshots.delete(1, 'a')
  await expect.poll(() => keptRowsIn(file)).toBe(0)
})

/** How many rows the snapshots of a file hold, also those that were deleted. */
function keptRowsIn(file: string): number {
  const db = new Database(file, { readonly: true })
  const count = db
    .prepare<[], number>(
      'SELECT (SELECT count(*) FROM snapshot_rows) + (SELECT count(*) FROM snapshot_touched)',
    )
    .pluck()
    .get()
  db.close()
  return count ?? 0
}

/** Inserts, updates and deletes some rows of a dataset; gives the rows as they must be then. */
function change(
  { rows }: Awaited<ReturnType<typeof open>>,
  datasetId: number,
  random: Random,
): Conversation[] {
  const before = [...rows.each(datasetId)]
  const ids = new Set(Array.from({ length: 1 + random.below(8) }, () => random.pick(before).id))
  const chosen = before.filter(({ id }) => ids.has(id))
  const half = Math.ceil(chosen.length / 2)
  const next = rows.nextId(datasetId)
  const changes: Required<Omit<Changes, 'assistants' | 'known'>> = {
    delete: chosen.slice(0, half).map(({ id }) => id),
    update: chosen
      .slice(half)
      .map((row) =>
        random.chance(50)
          ? altered(row, { message_count: row.message_count + 1 })
          : moved(row, random),
      ),
    insert: chosen
      .slice(0, half)
      .map((row, index) => altered(moved(row, random), { id: next + index })),
  }
  rows.write(datasetId, changes)
  const updated = new Map(changes.update.map((row) => [row.id, row]))
  const left = before
    .filter(({ id }) => !changes.delete.includes(id))
    .map((row) => updated.get(row.id) ?? row)
  return [...left, ...changes.insert]
}

const moved = (row: Conversation, random: Random): Conversation => ({
  ...row,
  uuid: random.uuid(),
  type: random.pick(['test', 'api']),
  created_at: `20${10 + random.below(20)}-01-01 00:00:00`,
})
