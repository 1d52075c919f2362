import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/random/random.ts'
import type { Store } from '../../src/store/open-store.ts'
import { childPath } from '../children.ts'
import { openChanged, openModel } from './changed.ts'
import { changeRows, openCopied, takeLongStep } from './copying-steps.ts'
import { inEachRound } from './rounds.ts'
import { fingerprintOf } from './steps.ts'
import { listRows, newFile, noticing, placeNames, places, stateOf } from './stores.ts'

/** Does long work, and gives what was seen between its turns; `meanwhile` is called once, after the second. */
async function watch(
  store: Store,
  work: Promise<unknown>,
  meanwhile?: () => void,
): Promise<string[]> {
  const seen: string[] = []
  await inEachRound(work, () => {
    seen.push(fingerprintOf(store))
    if (seen.length === 2) meanwhile?.()
  })
  return seen
}

const restore = async (store: Store, name = 'changed') =>
  store.snapshots.restoreInTurns(() => ({ userId: 1, name }))
const save = async (store: Store, name: string) =>
  store.snapshots.saveInTurns(() => ({ userId: 1, name, createdAt: 5 }))
const firstRow = (store: Store) => {
  const datasetId = store.users.find(1)?.dataset_id ?? 0
  const row = listRows(store.rows, datasetId, {}, { offset: 300, limit: 1 })[0]
  if (!row) throw new Error('there is no row')
  return { datasetId, row }
}

describe.each(placeNames)('very many changed rows in %s', (place) => {
  test.each([
    ['a restore', restore, (store: Store) => store.snapshots.restore(1, 'changed')],
    [
      'a reset of one user',
      async (store: Store) => store.resetInTurns(1),
      (store: Store) => store.reset(1),
    ],
    [
      'a reset of all',
      async (store: Store) => store.resetInTurns(),
      (store: Store) => store.reset(),
    ],
  ])(
    '%s shows them all or none of them, and leaves what the same in one turn leaves',
    async (_name, inTurns, atOnce) => {
      const [store, model] = [await openChanged(places[place]()), await openModel()]
      const before = fingerprintOf(store)
      const seen = await watch(store, inTurns(store))
      atOnce(model)
      expect(stateOf(store)).toEqual(stateOf(model))
      const after = fingerprintOf(model)
      expect(seen.length).toBeGreaterThan(1)
      expect(seen.slice(0, 2)).toEqual([before, before])
      expect([...new Set(seen), after].every((each) => each === before || each === after)).toBe(
        true,
      )
      for (const each of [store, model]) changeRows(each, 3)
      for (const each of [store, model]) each.snapshots.save(1, 'later', 1)
      for (const each of [store, model]) each.reset(1)
      expect(stateOf(store)).toEqual(stateOf(model))
      for (const name of ['later', 'changed', 'later']) {
        for (const each of [store, model]) each.snapshots.restore(1, name)
        expect(stateOf(store)).toEqual(stateOf(model))
      }
    },
  )

  test('are saved as they are when the snapshot is done, with rows that change meanwhile', async () => {
    const store = await openChanged(places[place]())
    const meanwhile = () => {
      const { datasetId, row } = firstRow(store)
      const id = store.rows.nextId(datasetId)
      const all = [...store.rows.each(datasetId)]
      store.rows.write(datasetId, {
        delete: [all[1]?.id ?? 0, all.at(-2)?.id ?? 0],
        update: [all[0], all.at(-1)].flatMap((each) =>
          each ? [{ ...each, message_count: 4321 }] : [],
        ),
        insert: [{ ...row, id, uuid: 'meanwhile' }],
      })
    }
    await watch(store, save(store, 's'), meanwhile)
    const saved = stateOf(store)
    expect(saved[0]?.conversations.some(({ uuid }) => uuid === 'meanwhile')).toBe(true)
    await store.resetInTurns(1)
    expect(stateOf(store)).not.toEqual(saved)
    await restore(store, 's')
    expect(stateOf(store)).toEqual(saved)
  })

  test('come back whole when calls meet: one goes after the other', async () => {
    const [store, model] = [await openChanged(places[place]()), await openModel()]
    const done: string[] = []
    const note = (name: string) => () => void done.push(name)
    await Promise.all([
      restore(store).then(note('restore')),
      save(store, 'restored').then(note('save')),
      store.resetInTurns(1).then(note('reset')),
      restore(store, 'restored').then(note('again')),
    ])
    expect(done).toEqual(['restore', 'save', 'reset', 'again'])
    model.snapshots.restore(1, 'changed')
    model.snapshots.save(1, 'restored', 5)
    model.snapshots.restore(1, 'restored')
    expect(stateOf(store)).toEqual(stateOf(model))
  })

  test('of a user that is deleted meanwhile are refused, and leave nothing behind', async () => {
    const file = places[place]()
    const store = await openChanged(file)
    await expect(watch(store, restore(store), () => store.users.delete(1))).rejects.toThrow(
      'the user was deleted or got other rows',
    )
    expect(store.users.find(1)).toBeUndefined()
    store.reset()
    const [state] = stateOf(store)
    expect(state?.snapshots.map(({ name }) => name)).toEqual(['changed'])
    await restore(store)
    if (file !== undefined) await expectNoStrays(file)
  })

  test('of a snapshot that is deleted meanwhile stay away', async () => {
    const store = await openChanged(places[place]())
    const before = stateOf(store).map(({ snapshots: _, ...user }) => user)
    const meanwhile = () => void store.snapshots.delete(1, 'changed')
    await expect(watch(store, restore(store), meanwhile)).rejects.toThrow('try again')
    expect(stateOf(store).map(({ snapshots: _, ...user }) => user)).toEqual(before)
    expect(await restore(store)).toBe(false)
  })
})

test('very many changed rows in a shared file are saved as they are when the snapshot is done, whoever changes them', async () => {
  const file = newFile()
  const [store, other] = [await openChanged(file, true), await openChanged(file, true)]
  const meanwhile = () => {
    const { datasetId, row } = firstRow(other)
    other.rows.write(datasetId, { update: [{ ...row, message_count: 4321 }] })
  }
  expect((await watch(store, save(store, 's'), meanwhile)).length).toBeGreaterThan(1)
  await noticing()
  const saved = stateOf(other)
  expect(saved[0]?.conversations.some((row) => row.message_count === 4321)).toBe(true)
  await store.resetInTurns(1)
  await restore(store, 's')
  expect(stateOf(store)).toEqual(saved)
})

/** Rows of datasets and snapshots that nobody points at. */
function strays(file: string): number | undefined {
  const db = new Database(file, { readonly: true })
  const pointed = `(SELECT dataset_id FROM users UNION SELECT baseline_id FROM users UNION SELECT dataset_id FROM baseline_users
    UNION SELECT dataset_id FROM snapshots)`
  const sql = `SELECT (SELECT count(*) FROM conversations WHERE dataset_id NOT IN ${pointed})
    + (SELECT count(*) FROM originals WHERE dataset_id NOT IN ${pointed}) + (SELECT count(*) FROM garbage)
    + (SELECT count(*) FROM snapshot_touched WHERE snapshot_id NOT IN (SELECT id FROM snapshots))
    + (SELECT count(*) FROM snapshot_rows WHERE snapshot_id NOT IN (SELECT id FROM snapshots))`
  const count = db.prepare<[], number>(sql).pluck().get()
  db.close()
  return count
}

async function expectNoStrays(file: string): Promise<void> {
  await expect.poll(() => strays(file), { timeout: 20_000 }).toBe(0)
}

/** Takes long steps in another process until it is killed between two turns, or in one; gives the last one that was done. */
async function stepUntilKilled(file: string, first: number, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [childPath('copying'), file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  let done = first - 1
  for await (const line of createInterface(child.stdout)) {
    if (done === first - 1) void wait(milliseconds).then(() => child.kill('SIGKILL'))
    done = Number(line)
  }
  await closed
  return done
}

test('a process that is killed between slices leaves the old rows or the new ones, and no half copy', async () => {
  const random = createRandom(3)
  const file = newFile()
  const model = await openModel()
  ;(await openCopied(file)).close()
  let done = -1
  for (let round = 0; round < 4; round++) {
    const said = await stepUntilKilled(file, done + 1, 20 + random.below(300))
    while (done < said) await takeLongStep(model, ++done)
    const store = await openCopied(file)
    const state = fingerprintOf(store)
    if (state !== fingerprintOf(model)) {
      await takeLongStep(model, ++done)
      expect(state, `after step ${said}`).toBe(fingerprintOf(model))
    }
    await expectNoStrays(file)
    expect(fingerprintOf(store)).toBe(state)
    store.close()
    await noticing()
  }
  expect(done).toBeGreaterThanOrEqual(3)
})
