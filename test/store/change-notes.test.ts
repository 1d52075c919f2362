import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/random/random.ts'
import type { Store } from '../../src/store/open-store.ts'
import { createOwnRows, altered } from './rows.ts'
import { inEachRound } from './rounds.ts'
import {
  createUser,
  newFile,
  noticing,
  open,
  pageOf,
  replaceRows,
  stateOf,
  write,
} from './stores.ts'
import { chatOf, NOW, rowOf, say, world } from './worlds.ts'

const own = await createOwnRows(30, 'in no order', 9)
const sample = rowOf(world, 1)

const openTwo = async (file: string) => ({
  first: await open(world, { file, isShared: true }),
  second: await open(world, { file, isShared: true }),
})

const newRows = (seed: number, count: number) => ({
  assign: (nextId: number) => Array.from({ length: count }, (_, index) => nextId + index),
  make: (id: number) => altered(sample, { id, uuid: `${seed} ${id}` }),
})

const datasetOf = (store: Store): number => store.users.find(1)?.dataset_id ?? 0

const nameOfList = (store: Store, datasetId: number): string =>
  store.select({ datasetId, filters: {} }).name

const insertRow = (store: Store, seed: number): void => {
  const id = store.rows.nextId(datasetOf(store))
  store.rows.write(datasetOf(store), { insert: [altered(sample, { id, uuid: `one ${seed}` })] })
}

describe('a process that shares a file', () => {
  test('keeps what it knows of a user while others change rows of another user', async () => {
    const { first, second } = await openTwo(newFile())
    const before = [second.version(1), nameOfList(second, 1)]
    const other = createUser(first, own)
    await noticing()
    expect([second.version(1), nameOfList(second, 1)]).toEqual(before)
    first.rows.write(other.dataset_id, { delete: [1] })
    const chat = chatOf(first, { uuid: own.conversations[1]?.uuid ?? '' })
    first.chats.add(chat, [say('Hello')], {})
    await noticing()
    expect([second.version(1), nameOfList(second, 1)]).toEqual(before)
    expect(stateOf(second)).toEqual(stateOf(first))
  })

  test('counts no list again after a message', async () => {
    const { first, second } = await openTwo(newFile())
    const [version, name] = [second.version(1), nameOfList(second, 1)]
    first.chats.add(chatOf(first, sample), [say('Hello')], {})
    await noticing()
    expect(second.version(1)).not.toBe(version)
    expect(nameOfList(second, 1)).toBe(name)
  })

  test.each([
    [
      'rows are written',
      async (store: Store) => {
        await store.rows.insertMany(1, newRows(1, 700))
      },
    ],
    [
      'a user with many rows comes',
      async (store: Store) => {
        const staged = store.openStagedDataset({ byUser: false })
        staged.addAssistants(own.assistants)
        for (const row of own.conversations) {
          staged.addConversations([row])
          await noticing()
        }
        staged.abandon()
      },
    ],
    [
      'a snapshot is saved',
      async (store: Store) => {
        await store.rows.insertMany(1, newRows(1, 700))
        await store.snapshots.saveInTurns(() => ({ userId: 1, name: 's', createdAt: 5 }))
      },
    ],
  ])('forgets what it knows at most twice while %s in many turns', async (_what, work) => {
    const { first, second } = await openTwo(newFile())
    const names = new Set<string>()
    await inEachRound(work(first), () => void names.add(nameOfList(second, 1)))
    await noticing()
    names.add(nameOfList(second, 1))
    expect(names.size).toBeLessThanOrEqual(3)
    expect(stateOf(second)).toEqual(stateOf(first))
  })

  test('reads everything again after another program has written', async () => {
    const file = newFile()
    const { first, second } = await openTwo(file)
    stateOf(second)
    write(file, 'DELETE FROM conversations WHERE dataset_id = 1 AND id < 20')
    await noticing()
    expect(stateOf(second)[0]?.count).toBe([...second.rows.each(1)].length)
    expect(stateOf(second)).toEqual(stateOf(first))
  })

  test('reads everything again after more changes than the file notes', async () => {
    const { first, second } = await openTwo(newFile())
    const before = stateOf(second)
    for (let index = 0; index < 600; index++) first.setBalance(1, index)
    insertRow(first, 1)
    for (let index = 0; index < 600; index++) first.setBalance(1, index)
    await noticing()
    expect(stateOf(second)[0]?.count).toBe((before[0]?.count ?? 0) + 1)
  })

  test.each([1, 2, 3])('never shows what another one has replaced (seed %i)', async (seed) => {
    const random = createRandom(seed)
    const { first, second } = await openTwo(newFile())
    for (let round = 0; round < 40; round++) {
      const step = random.pick(steps)
      const [writer, reader] = random.below(2) === 0 ? [first, second] : [second, first]
      await expectNoticed(reader, async () => {
        await step(writer, 100 * seed + round)
        await noticing()
      })
      expect([step.name, await knownTo(reader)]).toEqual([step.name, await knownTo(writer)])
    }
  })
})

/** All values that a store may remember. */
const knownTo = async (store: Store) => ({
  state: stateOf(store),
  tokens: store.listTokens().map(({ plain }) => store.findToken(plain)),
  assistants: store.assistants
    .all(datasetOf(store))
    .map(({ id, uuid }) => [
      store.assistants.findAny(datasetOf(store), id),
      store.assistants.findByUuid(uuid, datasetOf(store))?.assistant,
    ]),
  days: (await store.statistics(datasetOf(store))).days,
})

/** A changed page comes with a new version, because answers are remembered by it. */
async function expectNoticed(store: Store, work: () => Promise<void>): Promise<void> {
  const look = () => {
    const query = { datasetId: datasetOf(store), filters: {} }
    const version = `${query.datasetId} ${store.version(query.datasetId)}`
    return { version, page: pageOf(store, query, { item: 'full', offset: 0, limit: 1000 }).items }
  }
  const before = look()
  await work()
  const after = look()
  if (after.page !== before.page) expect(after.version).not.toBe(before.version)
}

const steps = [
  insertRow,
  function addMessage(store: Store) {
    const [row] = store.rows.each(datasetOf(store))
    if (row) store.chats.add(chatOf(store, row), [say('Hello')], { total_cost: 9 })
  },
  function switchAi(store: Store, seed: number) {
    const [row] = store.rows.each(datasetOf(store))
    if (row) store.chats.setAi(chatOf(store, row), seed % 2 === 0, NOW + seed)
  },
  function begin(store: Store) {
    store.chats.create(
      datasetOf(store),
      { assistant_id: 1, type: 'api', variables: new Map(), external_identifier: 'me' },
      NOW,
    )
  },
  function addAssistant(store: Store, seed: number) {
    const assistant = { id: 1000 + seed, uuid: `assistant ${seed}`, name: 'Added' }
    const id = store.rows.nextId(datasetOf(store))
    const row = altered(sample, { id, uuid: `with ${seed}`, assistant_id: assistant.id })
    store.rows.write(datasetOf(store), { assistants: [assistant], insert: [row] })
  },
  function setWebhook(store: Store, seed: number) {
    store.assistants.setWebhook(datasetOf(store), 2, `https://example.com/${seed}`, NOW)
  },
  function charge(store: Store) {
    store.charge(1, 0.5)
  },
  async function insertMany(store: Store, seed: number) {
    await store.rows.insertMany(datasetOf(store), newRows(seed, 400))
  },
  async function save(store: Store, seed: number) {
    await store.snapshots.saveInTurns(() => ({ userId: 1, name: 's', createdAt: seed }))
  },
  async function restore(store: Store) {
    await store.snapshots.restoreInTurns(() => ({ userId: 1, name: 's' }))
  },
  async function reset(store: Store, seed: number) {
    await store.resetInTurns(seed % 2 === 0 ? 1 : undefined)
  },
  function addUser(store: Store, seed: number) {
    createUser(store, own, [`token ${seed}`])
  },
  function deleteUser(store: Store) {
    const user = store.users.list().find(({ is_created }) => is_created)
    if (user) store.users.delete(user.id)
  },
  function replace(store: Store) {
    replaceRows(store, 1, own)
  },
  function deleteRows(store: Store) {
    store.rows.write(datasetOf(store), {
      delete: store.rows.edge(datasetOf(store), 'newest', 3),
    })
  },
] as const
