import { copyFileSync } from 'node:fs'
import { setImmediate as nextRound, setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { Filters } from '../../src/store/filters.ts'
import type { Store } from '../../src/store/open-store.ts'
import { openChanged, openModel } from './changed.ts'
import { changeRows } from './copying-steps.ts'
import { inEachRound } from './rounds.ts'
import { altered } from './rows.ts'
import { countOf, newFile, noticing, placeNames, places, stateOf, write } from './stores.ts'

const datasetOf = (store: Store): number => store.users.find(1)?.dataset_id ?? 0
const restore = async (store: Store) =>
  store.snapshots.restoreInTurns(() => ({ userId: 1, name: 'changed' }))
const rowsOf = (store: Store): Conversation[] => [...store.rows.each(datasetOf(store))]

/** Adds, deletes, moves and changes few rows. Rows of the baseline are among them. */
function changeFew(store: Store, seed: number): void {
  const all = rowsOf(store)
  const at = (part: number) => all.slice(all.length * part).at(seed)
  const next = store.rows.nextId(datasetOf(store))
  const [first, second, third] = [at(0), at(0.5), at(0.8)]
  if (!first || !second || !third) throw new Error('there are too few rows')
  store.rows.write(datasetOf(store), {
    delete: [first.id],
    update: [
      altered(second, { message_count: 900 + seed }),
      altered(third, { type: third.type === 'widget' ? 'whatsapp' : 'widget' }),
    ],
    insert: [altered(second, { id: next, uuid: `few ${seed}` })],
  })
}

const lists: readonly Filters[] = [{}, { type: 'widget' }, { date_from: '2002-01-01' }]

function expectRightTotals(store: Store): void {
  for (const filters of lists) {
    const { type, date_from = '' } = filters
    const rows = rowsOf(store).filter(
      (row) => row.created_at >= date_from && (type === undefined || row.type === type),
    )
    expect(countOf(store, { datasetId: datasetOf(store), filters })).toBe(rows.length)
  }
}

/** Restores the snapshot. Calls `change` in each of the first rounds of the event loop until then. */
async function restoreWhile(store: Store, change: (round: number) => void): Promise<void> {
  // After this pause no turn lasts, so the work begins in a later round.
  await wait(10)
  await inEachRound(restore(store), (round) => {
    if (round < 5) change(round)
  })
}

describe.each(placeNames)('a snapshot of many changed rows in %s', (place) => {
  test('is restored by its few different rows', async () => {
    const [store, model] = [await openChanged(places[place]()), await openModel()]
    await restore(store)
    model.snapshots.restore(1, 'changed')
    const datasetId = datasetOf(store)
    for (let round = 0; round < 3; round++) {
      for (const each of [store, model]) changeFew(each, round)
      expect(stateOf(store)).toEqual(stateOf(model))
      await restore(store)
      model.snapshots.restore(1, 'changed')
      expect(stateOf(store)).toEqual(stateOf(model))
      expect(datasetOf(store)).toBe(datasetId)
      expectRightTotals(store)
    }
    await store.resetInTurns(1)
    model.reset(1)
    expect(stateOf(store)).toEqual(stateOf(model))
    expectRightTotals(store)
  })

  test('takes back rows that change while it is restored', async () => {
    const [store, model] = [await openChanged(places[place]()), await openModel()]
    await restore(store)
    model.snapshots.restore(1, 'changed')
    const saved = stateOf(model)
    await restoreWhile(store, (round) => changeFew(store, round))
    expect(stateOf(store)).toEqual(saved)
    expectRightTotals(store)
  })

  test('is refused when the snapshot is replaced meanwhile, and leaves the rows alone', async () => {
    const store = await openChanged(places[place]())
    await restore(store)
    changeFew(store, 1)
    const before = rowsOf(store)
    const restored = restore(store)
    await nextRound()
    store.snapshots.save(1, 'changed', 7)
    await expect(restored).rejects.toThrow('the user was deleted or got other rows')
    expect(rowsOf(store)).toEqual(before)
  })
})

test('totals stay right when copies replace the rows again and again', async () => {
  const store = await openChanged()
  expectRightTotals(store)
  for (const seed of [1, 2]) {
    await store.resetInTurns(1)
    expectRightTotals(store)
    changeRows(store, seed)
    expectRightTotals(store)
    await restore(store)
    expectRightTotals(store)
  }
})

test('a snapshot is restored though another process writes meanwhile', async () => {
  const file = newFile()
  const store = await openChanged(file, true)
  const other = await openChanged(file, true)
  await restore(store)
  const saved = rowsOf(store)
  await restoreWhile(store, (round) => changeFew(other, round))
  expect(rowsOf(store)).toEqual(saved)
})

const MANY = 900

/** User 1 has many added rows in the snapshot "changed", and then none of them. */
async function addAndReset(store: Store): Promise<void> {
  await store.resetInTurns(1)
  const [sample] = rowsOf(store)
  if (!sample) throw new Error('there is no row')
  const next = store.rows.nextId(datasetOf(store))
  const insert = Array.from({ length: MANY }, (_, index) =>
    altered(sample, { id: next + index, uuid: `many ${index}` }),
  )
  store.rows.write(datasetOf(store), { insert })
  changeFew(store, 3)
  store.snapshots.save(1, 'changed', 5)
  await store.resetInTurns(1)
}

/** Two stores in the same state. The model restores in one turn. */
async function openAdded(
  file?: string,
  isShared = false,
): Promise<Record<'store' | 'model', Store>> {
  const stores = { store: await openChanged(file, isShared), model: await openModel() }
  for (const store of Object.values(stores)) await addAndReset(store)
  return stores
}

describe.each(placeNames)('a snapshot of many added rows in %s', (place) => {
  test('is restored by writing these rows, which readers see at one moment', async () => {
    const { store, model } = await openAdded(places[place]())
    for (let round = 0; round < 2; round++) {
      const [datasetId, before] = [datasetOf(store), rowsOf(store).length]
      expectRightTotals(store)
      const seen = new Set<number>()
      await inEachRound(restore(store), () => seen.add(rowsOf(store).length))
      model.snapshots.restore(1, 'changed')
      expect(stateOf(store)).toEqual(stateOf(model))
      expect(datasetOf(store)).toBe(datasetId)
      expect(new Set([...seen, rowsOf(store).length])).toEqual(new Set([before, before + MANY]))
      expectRightTotals(store)
      await store.resetInTurns(1)
      model.reset(1)
      expect(stateOf(store)).toEqual(stateOf(model))
    }
  })

  test.each([0, 2, 5])('takes back rows that clients write from round %i on', async (first) => {
    const { store, model } = await openAdded(places[place]())
    model.snapshots.restore(1, 'changed')
    const before = rowsOf(store).length
    await wait(10)
    await inEachRound(restore(store), (round) => {
      // Changes after the restored rows are shown would stay.
      const isRestored = rowsOf(store).length > before
      if (!isRestored && round >= first && round < first + 3) changeFew(store, 10 + round)
    })
    expect(stateOf(store)).toEqual(stateOf(model))
    expectRightTotals(store)
  })

  test('is restored though another row has the uuid of one of them', async () => {
    const { store, model } = await openAdded(places[place]())
    const [sample] = rowsOf(store)
    if (!sample) throw new Error('there is no row')
    const id = store.rows.nextId(datasetOf(store)) + 2 * MANY
    store.rows.write(datasetOf(store), { insert: [altered(sample, { id, uuid: 'many 7' })] })
    await restore(store)
    model.snapshots.restore(1, 'changed')
    expect(stateOf(store)).toEqual(stateOf(model))
    expectRightTotals(store)
  })

  test('is refused when it is deleted meanwhile, and leaves no row', async () => {
    const { store } = await openAdded(places[place]())
    const before = rowsOf(store)
    await wait(10)
    const restored = inEachRound(restore(store), (round) => {
      if (round === 0) store.snapshots.delete(1, 'changed')
    })
    await expect(restored).rejects.toThrow('the user was deleted or got other rows')
    expect(rowsOf(store)).toEqual(before)
  })
})

/** Adds many rows that no snapshot has. */
function addMany(store: Store, seed: number): void {
  const [sample] = rowsOf(store)
  if (!sample) throw new Error('there is no row')
  const next = store.rows.nextId(datasetOf(store))
  const insert = Array.from({ length: MANY }, (_, index) =>
    altered(sample, { id: next + index, uuid: `later ${seed} ${index}` }),
  )
  store.rows.write(datasetOf(store), { insert })
  // The highest id is one that only a deleted row had.
  store.rows.write(datasetOf(store), { delete: [next + MANY - 1] })
}

describe.each(placeNames)('rows added after a snapshot in %s', (place) => {
  test.each(['saved rows present', 'saved rows missing'])(
    'go with its restore, with %s',
    async (state) => {
      const { store, model } = await openAdded(places[place]())
      for (const each of [store, model]) {
        if (state === 'saved rows present') each.snapshots.restore(1, 'changed')
        // The added rows then stand above the missing ones.
        else addAbove(each)
        addMany(each, 1)
        changeFew(each, 20)
      }
      const datasetId = datasetOf(store)
      await wait(10)
      await inEachRound(restore(store), (round) => {
        // Later changes may come after the restored rows are shown.
        if (round === 0) changeFew(store, 30)
      })
      model.snapshots.restore(1, 'changed')
      expect(stateOf(store)).toEqual(stateOf(model))
      expect(store.rows.nextId(datasetId)).toBe(model.rows.nextId(datasetOf(model)))
      expect(datasetOf(store)).toBe(datasetId)
      expectRightTotals(store)
      await store.resetInTurns(1)
      model.reset(1)
      expect(stateOf(store)).toEqual(stateOf(model))
    },
  )

  // With 2,700 more rows in the snapshot, totals are not computed from the rows that moved.
  test.each([0, 3])(
    'are all there or all gone for readers, also while they are removed, with %i × 900 rows saved',
    async (times) => {
      const { store } = await openAdded(places[place]())
      for (let time = 0; time < times; time++) addMany(store, 10 + time)
      const saved = rowsOf(store).length
      store.snapshots.save(1, 'changed', 6)
      addMany(store, 1)
      const [datasetId, before] = [datasetOf(store), rowsOf(store).length]
      const seen = new Set<number>()
      await inEachRound(restore(store), () => {
        seen.add(rowsOf(store).length)
        expectRightTotals(store)
      })
      expect([...seen].filter((count) => count !== before && count !== saved)).toEqual([])
      expect(rowsOf(store)).toHaveLength(saved)
      expect(datasetOf(store)).toBe(datasetId)
      expectRightTotals(store)
    },
  )
})

/** Adds a row above all rows of the snapshot "changed". */
function addAbove(store: Store): void {
  const [sample] = rowsOf(store)
  if (!sample) throw new Error('there is no row')
  const id = store.rows.nextId(datasetOf(store)) + 2 * MANY
  store.rows.write(datasetOf(store), { insert: [altered(sample, { id, uuid: 'above' })] })
}

test.each(['added and missing', 'added'])(
  'a restore with many rows %s that is killed leaves the old rows or the new ones',
  async (state) => {
    const file = newFile()
    const { store } = await openAdded(file)
    if (state === 'added') store.snapshots.restore(1, 'changed')
    else addAbove(store)
    addMany(store, 1)
    await expectWholeWhenKilled(store, file)
  },
)

test('a restore of many missing rows that is killed leaves the old rows or the new ones', async () => {
  const file = newFile()
  const { store } = await openAdded(file)
  await expectWholeWhenKilled(store, file)
})

/** Copies the file again and again during a restore, as it would be left by a kill. */
async function expectWholeWhenKilled(store: Store, file: string): Promise<void> {
  const before = rowsOf(store)
  const copies: string[] = []
  await inEachRound(restore(store), (round) => {
    if (round % 4 !== 0) return
    const copy = newFile()
    for (const end of ['', '-wal']) copyFileSync(file + end, copy + end)
    copies.push(copy)
  })
  const after = rowsOf(store)
  for (const copy of copies) {
    const rows = rowsOf(await openChanged(copy))
    expect([before, after]).toContainEqual(rows)
  }
}

/** Two stores on one file, and the model. */
async function openTwo() {
  const file = newFile()
  const { store, model } = await openAdded(file, true)
  return { file, store, model, other: await openChanged(file, true) }
}

describe('in a shared file', () => {
  test('many missing rows are written in place though another process writes meanwhile', async () => {
    const { store, model, other } = await openTwo()
    const datasetId = datasetOf(store)
    const counts = [rowsOf(other).length, rowsOf(other).length + MANY]
    const seen = new Set<number>()
    await restoreWhile(store, (round) => {
      if (rowsOf(other).length === counts[1]) return
      // A new row would take the id of a missing one, and a copy would then be made.
      const [row] = rowsOf(other)
      const update = row ? [altered(row, { message_count: 900 + round })] : []
      other.rows.write(datasetOf(other), { update })
      seen.add(rowsOf(other).length)
    })
    await noticing()
    model.snapshots.restore(1, 'changed')
    expect(stateOf(store)).toEqual(stateOf(model))
    expect(stateOf(other)).toEqual(stateOf(model))
    expect(datasetOf(store)).toBe(datasetId)
    expect([...seen].filter((count) => !counts.includes(count))).toEqual([])
    expectRightTotals(other)
  })

  test('many added rows are hidden and removed in place, and the other process waits for it', async () => {
    const { store, model, other } = await openTwo()
    for (const each of [store, model]) {
      each.snapshots.restore(1, 'changed')
      addMany(each, 1)
    }
    const [datasetId, saved] = [datasetOf(store), rowsOf(store).length - MANY + 1]
    const seen = new Set<number>()
    await noticing()
    const restored = inEachRound(restore(store), () => seen.add(rowsOf(other).length))
    await expect.poll(() => rowsOf(other).length).toBe(saved)
    await other.snapshots.saveInTurns(() => ({ userId: 1, name: 'later', createdAt: 8 }))
    await restored
    await noticing()
    model.snapshots.restore(1, 'changed')
    model.snapshots.save(1, 'later', 8)
    expect(stateOf(other)).toEqual(stateOf(model))
    expect(datasetOf(other)).toBe(datasetId)
    expect([...seen].filter((count) => count !== saved && count !== saved + MANY - 1)).toEqual([])
    await other.resetInTurns(1)
    await noticing()
    expect(datasetOf(store)).toBe(datasetId)
    model.reset(1)
    expect(stateOf(store)).toEqual(stateOf(model))
  })

  test('rows that a killed process was removing stay hidden, and go with the next work', async () => {
    const file = newFile()
    const { store, model } = await openAdded(file, true)
    addMany(store, 1)
    const first = store.rows.nextId(datasetOf(store)) - MANY
    write(file, `INSERT INTO leaving VALUES (${datasetOf(store)}, ${first}, ${first + MANY})`)
    await noticing()
    expect(stateOf(store)).toEqual(stateOf(model))
    await store.snapshots.saveInTurns(() => ({ userId: 1, name: 'next', createdAt: 8 }))
    model.snapshots.save(1, 'next', 8)
    expect(stateOf(store)).toEqual(stateOf(model))
    expect(store.rows.nextId(datasetOf(store))).toBe(first)
  })

  test('a snapshot is saved in one try though the other process writes in each turn', async () => {
    const { file, store, other } = await openTwo()
    store.snapshots.restore(1, 'changed')
    for (let seed = 0; seed < 3; seed++) addMany(store, 10 + seed)
    await wait(10)
    const before = lastSnapshot(file)
    const saving = store.snapshots.saveInTurns(() => ({ userId: 1, name: 'busy', createdAt: 8 }))
    await inEachRound(saving, (round) => other.change(() => changeFew(other, 10 + round)))
    expect(lastSnapshot(file)).toBe(before + 1)
    const saved = rowsOf(store)
    addMany(other, 1)
    await noticing()
    await store.snapshots.restoreInTurns(() => ({ userId: 1, name: 'busy' }))
    expect(rowsOf(store)).toEqual(saved)
  })
})

/** The id of the last try to save a snapshot. */
function lastSnapshot(file: string): number {
  const db = new Database(file, { readonly: true })
  const sql = "SELECT seq FROM sqlite_sequence WHERE name = 'snapshots'"
  const last = db.prepare<[], number>(sql).pluck().get() ?? 0
  db.close()
  return last
}
