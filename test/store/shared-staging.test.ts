import { setImmediate as nextRound } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { Store } from '../../src/store/open-store.ts'
import { createRows } from './rows.ts'
import { countOf, newFile, noticing, open, stateOf, write } from './stores.ts'

const dataset = await createRows(300, 'rising with id')
const [sample] = dataset.conversations
if (!sample) throw new Error('there is no row')

const MANY = 700
const all = { datasetId: 1, filters: {} }

const many = {
  assign: (nextId: number) => Array.from({ length: MANY }, (_, index) => nextId + index),
  make: (id: number): Conversation => ({
    ...sample,
    id,
    uuid: `new-${id}`,
    assistant_id: 1,
    created_at: '2031-01-01 00:00:00',
  }),
}

const openTwo = async (file: string) => ({
  first: await open(dataset, { file, isShared: true }),
  second: await open(dataset, { file, isShared: true }),
})

const seenIn = async (store: Store) => ({
  count: countOf(store, all),
  each: [...store.rows.each(1)].length,
  newest: store.rows.edge(1, 'newest', 1)[0],
  statistics: (await store.statistics(1)).conversations,
})

/** What a store sees until the work is done. */
async function watch<T>(store: Store, work: Promise<T>) {
  const looks: Awaited<ReturnType<typeof seenIn>>[] = []
  const state = { isDone: false }
  const done = Promise.allSettled([work.finally(() => (state.isDone = true))])
  while (!state.isDone) {
    const seen = await seenIn(store)
    if (!state.isDone) looks.push(seen)
    await nextRound()
  }
  const [result] = await done
  if (result.status === 'rejected') throw result.reason
  return looks
}

function leftIn(file: string): unknown[] {
  const db = new Database(file, { readonly: true })
  const sql = 'SELECT first FROM staged UNION ALL SELECT first FROM staging_keys'
  const left = db.prepare(sql).pluck().all()
  db.close()
  return left
}

/** Rows of the first dataset that a process was writing when it was killed. */
const writeHalf = (file: string): void =>
  write(
    file,
    `INSERT INTO conversations SELECT rid + 2000, dataset_id, id + 2000, uuid || '-half', assistant_id, type, external_identifier, whatsapp_sender_phone, customer_phone, created_at, variables, message_count, total_cost, ai_enabled, whatsapp_sender_name, customer_name, updated_at, basic, full, last_message
     FROM conversations WHERE dataset_id = 1 AND rid BETWEEN 1 AND 20;
     INSERT INTO staged SELECT min(rid) - 500, max(rid) FROM conversations WHERE rid > 2000;
     INSERT INTO staging_keys SELECT first, 'of a killed process' FROM staged`,
  )

test('many rows of one process appear at once in the other, which is answered meanwhile', async () => {
  const { first, second } = await openTwo(newFile())
  const before = await seenIn(second)
  const looks = await watch(second, first.rows.insertMany(1, many))
  await noticing()
  expect(looks.length).toBeGreaterThan(2)
  const after = { count: before.count + MANY, each: before.each + MANY }
  for (const seen of looks) expect([before.count, after.count]).toContain(seen.count)
  expect(looks[1]).toEqual(before)
  expect(await seenIn(second)).toMatchObject(after)
})

test('many rows of two processes for one user all get in, with ids of their own', async () => {
  const { first, second } = await openTwo(newFile())
  const before = countOf(first, all)
  const made = await Promise.all(
    [first, second, first].map((store) => store.rows.insertMany(1, uniqueRows())),
  )
  expect(new Set(made.flat().map(({ id }) => id)).size).toBe(3 * MANY)
  await noticing()
  expect([countOf(first, all), countOf(second, all)]).toEqual(
    [first, second].map(() => before + 3 * MANY),
  )
})

let calls = 0
function uniqueRows(): typeof many {
  const call = ++calls
  return { ...many, make: (id) => ({ ...many.make(id), uuid: `of ${call}, ${id}` }) }
}

test('a snapshot, and a reset, of the other process wait until the rows are whole', async () => {
  const { first, second } = await openTwo(newFile())
  const before = stateOf(second)
  const inserting = first.rows.insertMany(1, many)
  await nextRound()
  await nextRound()
  await noticing()
  const saved = await second.snapshots.saveInTurns(() => ({ userId: 1, name: 's', createdAt: 5 }))
  expect(saved.rows).toBe(countOf(first, all))
  await inserting
  await second.resetInTurns(1)
  await noticing()
  expect(stateOf(first)).toMatchObject(before.map(({ conversations }) => ({ conversations })))
  await second.snapshots.restoreInTurns(() => ({ userId: 1, name: 's' }))
  // They are in a copy now, and the dataset of before is garbage.
  const datasetId = second.users.find(1)?.dataset_id ?? 0
  expect(countOf(second, { datasetId, filters: {} })).toBe(saved.rows)
})

test('rows that a killed process left half written are not seen, and go with the next work', async () => {
  const file = newFile()
  const { first, second } = await openTwo(file)
  const before = stateOf(first)
  writeHalf(file)
  await noticing()
  expect([stateOf(first), stateOf(second)]).toEqual([before, before])
  const both = [first, second].map((store) => store.rows.insertMany(1, uniqueRows()))
  await Promise.all(both)
  await noticing()
  expect(countOf(first, all)).toBe((before[0]?.count ?? 0) + 2 * MANY)
  expect(leftIn(file)).toEqual([])
})

test('a writer whose rows another process took back gives up, and leaves none', async () => {
  const file = newFile()
  const { first } = await openTwo(file)
  const before = stateOf(first)
  const inserting = first.rows.insertMany(1, many)
  const failing = expect(inserting).rejects.toMatchObject({ name: 'GoneError' })
  await nextRound()
  await nextRound()
  write(
    file,
    `DELETE FROM conversations WHERE rid >= (SELECT min(first) FROM staged);
     DELETE FROM touched; DELETE FROM staged; DELETE FROM staging_keys`,
  )
  await failing
  await noticing()
  expect(stateOf(first)).toEqual(before)
})

test('a reader beside a writer sees no rows before all are there', async () => {
  const file = newFile()
  const writer = await open(dataset, { file })
  await writer.rows.insertMany(1, many)
  const reader = await open(dataset, { file, isReadOnly: true })
  const before = await seenIn(reader)
  const looks = await watch(reader, writer.rows.insertMany(1, uniqueRows()))
  for (const { count } of looks) expect([before.count, before.count + MANY]).toContain(count)
  await noticing()
  expect((await seenIn(reader)).count).toBe(before.count + MANY)
})
