import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/open-store.ts'
import { createUser, newFile, open, placeNames, places, replaceRows, stateOf } from './stores.ts'
import { chatOf, NOW, rowOf, say, spokenWorld, textsOf, world } from './worlds.ts'

const newChat = {
  assistant_id: 1,
  type: 'widget',
  variables: null,
  external_identifier: null,
} as const

/** Every kind of change that clients make. */
function talk(store: Store, text: string): void {
  const chat = store.chats.create(1, newChat, NOW)
  for (const one of [chat, chatOf(store, rowOf(world, 7)), chatOf(store, rowOf(world, 1))])
    store.chats.add(one, [say(text), say(`You said: ${text}`, 'assistant')], { total_cost: 0.01 })
  store.chats.setAi(chat, false, NOW)
  store.charge(1, 0.01)
  store.assistants.setWebhook(1, 1, `https://${text}`, NOW)
}

const worlds = { 'what was said is made up': world, 'what was said is given': spokenWorld }
const cases = placeNames.flatMap((place) =>
  Object.entries(worlds).map(([name, dataset]) => ({ place, name, dataset })),
)

describe.each(cases)('in $place, where $name,', ({ place, dataset }) => {
  const start = () => open(dataset, { file: places[place]() })

  test.each(['at once', 'in turns'] as const)('a reset %s takes everything back', async (how) => {
    const store = await start()
    const before = stateOf(store)
    talk(store, 'a')
    expect(stateOf(store)).not.toEqual(before)
    if (how === 'at once') store.reset()
    else await store.resetInTurns()
    expect(stateOf(store)).toEqual(before)
    talk(store, 'b')
    expect(textsOf(store, rowOf(world, 7)).slice(-2)).toEqual(['b', 'You said: b'])
    store.reset(1)
    expect(stateOf(store)).toEqual(before)
  })

  test('a reset takes back a balance or a webhook alone', async () => {
    const store = await start()
    const before = stateOf(store)
    store.setBalance(2, 5)
    store.assistants.setWebhook(1, 1, 'x', NOW)
    store.reset(1)
    expect(store.profile(2)?.total_balance).toBe(5)
    expect(store.assistants.find(1, 1)).toEqual(world.assistants[0])
    store.reset()
    expect(stateOf(store)).toEqual(before)
  })

  test.each(['at once', 'in turns'] as const)(
    'a snapshot %s brings everything back',
    async (how) => {
      const store = await start()
      const save = (name: string) =>
        how === 'at once'
          ? store.snapshots.save(1, name, 0)
          : store.snapshots.saveInTurns(() => ({ userId: 1, name, createdAt: 0 }))
      const restore = (name: string) =>
        how === 'at once'
          ? store.snapshots.restore(1, name)
          : store.snapshots.restoreInTurns(() => ({ userId: 1, name }))
      talk(store, 'a')
      await save('a')
      const [withA] = stateOf(store)
      talk(store, 'b')
      await save('b')
      const [withB] = stateOf(store)
      store.reset()
      talk(store, 'c')
      await restore('b')
      expect(stateOf(store)[0]).toEqual(withB)
      talk(store, 'd')
      await restore('a')
      expect(stateOf(store)[0]).toMatchObject({ ...withA, snapshots: withB?.snapshots })
      await restore('b')
      expect(stateOf(store)[0]).toEqual(withB)
    },
  )

  test('other rows keep the balance of their user and have nothing else of the old ones', async () => {
    const store = await start()
    const said = '"content":"a"'
    talk(store, 'a')
    expect(JSON.stringify(stateOf(store)[0]?.messages)).toContain(said)
    replaceRows(store, 1, {
      ...dataset,
      assistants: dataset.assistants.filter(({ user_id }) => user_id === 1),
      conversations: dataset.conversations.filter(({ assistant_id }) => assistant_id !== 3),
    })
    const [state] = stateOf(store)
    expect(state?.profile?.total_balance).toBe(99.99)
    expect(state?.details).toEqual(world.assistants.filter(({ user_id }) => user_id === 1))
    expect(JSON.stringify(state?.messages)).not.toContain(said)
    store.reset(1)
    expect(store.profile(1)?.total_balance).toBe(100)
  })

  test('what one user does changes nothing of another one with the same rows', async () => {
    const store = await start()
    createUser(store, world)
    const before = stateOf(store).slice(1)
    talk(store, 'a')
    expect(stateOf(store).slice(1)).toEqual(before)
    store.reset()
    expect(stateOf(store).slice(1)).toEqual(before)
  })
})

/** Messages that a file holds. */
function messagesIn(file: string): number | undefined {
  const db = new Database(file, { readonly: true })
  const count = db.prepare<[], number>('SELECT count(*) FROM messages').pluck().get()
  db.close()
  return count
}

test('messages that nothing names any more go away, and new ones stay', async () => {
  const file = newFile()
  const store = await open(spokenWorld, { file })
  for (const name of ['a', 'b', 'c']) talk(store, name)
  store.snapshots.save(1, 'kept', 0)
  const kept = stateOf(store)
  for (const name of ['d', 'e', 'f']) talk(store, name)
  store.reset()
  talk(store, 'g')
  expect(messagesIn(file)).toBeGreaterThanOrEqual(3 + 18 + 6)
  await expect.poll(() => messagesIn(file)).toBe(3 + 18 + 6)
  expect(textsOf(store, rowOf(world, 7))).toEqual(['first', 'third', 'g', 'You said: g'])
  store.snapshots.restore(1, 'kept')
  expect(stateOf(store)).toEqual(kept)
  store.snapshots.delete(1, 'kept')
  store.reset()
  await expect.poll(() => messagesIn(file)).toBe(3)
})

test('all that belongs to a user goes away with it', async () => {
  const file = newFile()
  const store = await open(world, { file })
  const user = createUser(store, world)
  const chat = store.chats.create(user.dataset_id, newChat, NOW)
  store.chats.add(chat, [say('a')], {})
  store.charge(user.id, 1)
  store.snapshots.save(user.id, 'a', 0)
  store.assistants.setWebhook(user.dataset_id, 1, 'x', NOW)
  store.users.delete(user.id)
  const left = () => {
    const db = new Database(file, { readonly: true })
    const tables = ['assistant_fields', 'webhooks', 'balances', 'messages', 'baseline_messages']
    const counts = tables.map((table) =>
      db
        .prepare<[number, number], number>(
          `SELECT count(*) FROM ${table} WHERE dataset_id = ? OR dataset_id < ?`,
        )
        .pluck()
        .get(user.dataset_id, 0),
    )
    db.close()
    return counts
  }
  await expect.poll(left).toEqual([0, 0, 0, 0, 0])
})
