import { describe, expect, test } from 'vitest'
import { createUser, newFile, noticing, open, placeNames, places } from './stores.ts'
import { NOW, world } from './worlds.ts'

const [first, second, third, deleted] = world.assistants

describe.each(placeNames)('in %s', (place) => {
  test('assistants have all their fields in order, and deleted ones are not listed', async () => {
    const { assistants } = await open(world, { file: places[place]() })
    const all = assistants.list(1, { limit: 10, offset: 0 })
    expect(all).toEqual([first, second])
    expect(Object.keys(all[0] ?? {})).toEqual(Object.keys(third ?? {}))
    expect(assistants.list(1, { limit: 1, offset: 1 })).toEqual([second])
    expect([1, 2, 3].map((datasetId) => assistants.count(datasetId))).toEqual([2, 1, 0])
    expect(assistants.all(1)).toEqual([first, second, deleted])
  })

  test('an assistant is found by its id and its uuid, unless it is deleted', async () => {
    const { assistants } = await open(world, { file: places[place]() })
    expect([assistants.find(1, 2n), assistants.find(2, 3)]).toEqual([second, third])
    expect([
      assistants.find(1, 3),
      assistants.find(1, 4),
      assistants.find(1, 2n ** 63n - 1n),
    ]).toEqual([undefined, undefined, undefined])
    expect(assistants.findAny(1, 4)).toEqual(deleted)
    expect(assistants.findByUuid(third?.uuid ?? '')).toEqual({
      datasetId: 2,
      userId: 2,
      assistant: third,
    })
    expect(assistants.findByUuid('deleted')).toBeUndefined()
  })

  test('of users with the same assistants the preferred one goes first, then the lowest id', async () => {
    const store = await open(world, { file: places[place]() })
    const other = createUser(store, {
      ...world,
      assistants: world.assistants.filter(({ user_id }) => user_id === 1),
      conversations: [],
    })
    const uuid = first?.uuid ?? ''
    expect(store.assistants.findByUuid(uuid)?.userId).toBe(1)
    expect(store.assistants.findByUuid(uuid, other.dataset_id)).toEqual({
      datasetId: other.dataset_id,
      userId: other.id,
      assistant: { ...first, user_id: other.id },
    })
  })

  test('a webhook moves updated_at only when something changes', async () => {
    const { assistants } = await open(world, { file: places[place]() })
    const url = 'https://example.com/hook'
    const hooked = { ...first, conversation_ended_webhook_url: url }
    for (const id of [1, 2, 4]) assistants.setWebhook(1, id, url, NOW)
    const updated_at = '2025-02-20 09:00:00'
    expect(assistants.all(1)).toEqual([{ ...hooked, updated_at }, second, deleted])
    assistants.setWebhook(1, 1, url, NOW + 1)
    expect(assistants.find(1, 1)?.updated_at).toBe(updated_at)
    assistants.setWebhook(1, 1, null, NOW + 1)
    expect(assistants.find(1, 1)).toEqual({ ...first, updated_at: '2025-02-20 09:00:01' })
  })
})

test('an assistant is found as it is now, after a webhook, a reset and another user', async () => {
  const store = await open(world)
  const [listed] = store.assistants.list(1, { limit: 1, offset: 0 })
  const [id, uuid] = [listed?.id ?? 0, listed?.uuid ?? '']
  const seen = () => [
    store.assistants.findAny(1, id)?.conversation_ended_webhook_url,
    store.assistants.findByUuid(uuid)?.assistant.conversation_ended_webhook_url,
  ]
  const before = seen()
  store.assistants.setWebhook(1, id, 'https://example.com/own', NOW)
  expect(seen()).toEqual(['https://example.com/own', 'https://example.com/own'])
  store.reset()
  expect(seen()).toEqual(before)
  const other = createUser(store, world)
  expect(store.assistants.findByUuid(uuid, other.dataset_id)?.userId).toBe(other.id)
  store.users.delete(1)
  expect(store.assistants.findByUuid(uuid)?.userId).toBe(other.id)
})

test('an assistant is found as it was when a change is taken back', async () => {
  const store = await open(world)
  const find = () => store.assistants.findAny(1, first?.id ?? 0)
  const before = find()
  const changing = () =>
    store.change(() => {
      store.assistants.setWebhook(1, first?.id ?? 0, 'https://example.com/own', NOW)
      expect(find()?.conversation_ended_webhook_url).toBe('https://example.com/own')
      throw new Error('no')
    })
  expect(changing).toThrow('no')
  expect(find()).toEqual(before)
  expect(() => store.groupCommit.gather(changing)).toThrow('no')
  expect(find()).toEqual(before)
})

test('an assistant is found as another process has left it', async () => {
  const file = newFile()
  const [own, other] = [
    await open(world, { file, isShared: true }),
    await open(world, { file, isShared: true }),
  ]
  const id = first?.id ?? 0
  expect(own.assistants.findAny(1, id)).toEqual(first)
  other.assistants.setWebhook(1, id, 'https://example.com/own', NOW)
  await noticing()
  expect(own.assistants.findAny(1, id)?.conversation_ended_webhook_url).toBe(
    'https://example.com/own',
  )
})
