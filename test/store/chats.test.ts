import { describe, expect, test } from 'vitest'
import { GoneError, LongHistoryError } from '../../src/store/row-error.ts'
import { createUser, listed, listedOf, open, placeNames, places } from './stores.ts'
import { chatOf, NOW, rowOf, say, spokenWorld, textsOf, world } from './worlds.ts'

const newChat = {
  assistant_id: 1,
  type: 'api',
  variables: new Map([['a', 1]]),
  external_identifier: '+1',
} as const

describe.each(placeNames)('in %s', (place) => {
  test('a conversation is found by its uuid, with its user and its assistant', async () => {
    const store = await open(world, { file: places[place]() })
    const row = rowOf(world, 5)
    expect(store.chats.find(row.uuid)).toMatchObject({
      datasetId: 1,
      userId: 1,
      assistant: { id: 4, name: 'Deleted' },
      conversation: row,
    })
    expect(store.chats.find(row.uuid.toUpperCase())).toBeUndefined()
    expect(store.chats.find('')).toBeUndefined()
  })

  test('of users with the same rows the preferred one goes first, then the lowest id', async () => {
    const store = await open(world, { file: places[place]() })
    const other = createUser(store, {
      ...world,
      assistants: world.assistants.filter(({ user_id }) => user_id === 1),
      conversations: world.conversations.filter(({ assistant_id }) => assistant_id !== 3),
    })
    const { uuid } = rowOf(world, 5)
    expect(store.chats.find(uuid)?.userId).toBe(1)
    expect(store.chats.find(uuid, other.dataset_id)?.userId).toBe(other.id)
    store.chats.setAi(chatOf(store, { uuid }), false, NOW)
    expect(store.chats.find(uuid, other.dataset_id)?.conversation.ai_enabled).toBe(
      rowOf(world, 5).ai_enabled,
    )
  })

  test('a message changes rows but no list, a new conversation both', async () => {
    const store = await open(world, { file: places[place]() })
    const nameOfList = (): string => store.select({ datasetId: 1, filters: { type: 'api' } }).name
    const chat = store.chats.create(1, newChat, NOW)
    const before = { version: store.version(1), list: nameOfList() }
    store.chats.add(chat, [say('Hello')], {})
    expect(store.version(1)).not.toBe(before.version)
    expect(nameOfList()).toBe(before.list)
    store.chats.create(1, newChat, NOW)
    expect(nameOfList()).not.toBe(before.list)
  })

  test('a conversation with 1 MiB of messages takes no further ones, and others do', async () => {
    const store = await open(world, { file: places[place]() })
    const chat = store.chats.create(1, newChat, NOW)
    const other = store.chats.create(1, newChat, NOW)
    const long = say('ä'.repeat(20_000))
    const count = (): number => textsOf(store, chat.conversation).length
    const fill = (): void => {
      for (let turn = 0; turn < 100; turn++) store.chats.add(chat, [long, long], {})
    }
    expect(fill).toThrow(LongHistoryError)
    const full = count()
    expect(full).toBeGreaterThanOrEqual((1024 * 1024) / 40_000)
    expect(full).toBeLessThanOrEqual((1024 * 1024) / 40_000 + 2)
    expect(fill).toThrow(LongHistoryError)
    expect(count()).toBe(full)
    store.chats.add(other, [long], {})
    expect(textsOf(store, other.conversation)).toEqual([long.content])
  })

  test('a new conversation is the newest of the list, with a uuid that comes from the seed', async () => {
    const store = await open(world, { file: places[place]() })
    const uuids = [0, 1].map(() => store.chats.create(1, newChat, NOW).conversation.uuid)
    const chat = store.chats.create(1, newChat, NOW)
    expect(chat).toMatchObject({
      datasetId: 1,
      userId: 1,
      assistant: { id: 1 },
      conversation: {
        ...newChat,
        id: 63,
        message_count: 0,
        total_cost: 0,
        ai_enabled: true,
        created_at: '2025-02-20 09:00:00',
        updated_at: '2025-02-20 09:00:00',
      },
    })
    expect(listed(store).slice(0, 3)).toEqual([63, 62, 61])
    const again = await open(world)
    expect([0, 1, 2].map(() => again.chats.create(1, newChat, NOW).conversation.uuid)).toEqual([
      ...uuids,
      chat.conversation.uuid,
    ])
    expect(
      new Set([
        ...uuids,
        store.chats.create(2, { ...newChat, assistant_id: 3 }, NOW).conversation.uuid,
      ]).size,
    ).toBe(3)
  })

  test('a new conversation never takes a uuid that another one has', async () => {
    const first = await open(world)
    const taken = first.chats.create(1, newChat, NOW).conversation
    const store = await open(
      {
        ...world,
        conversations: [...world.conversations, { ...taken, id: 60 }].filter(
          ({ id, uuid }) => id !== 60 || uuid === taken.uuid,
        ),
      },
      { file: places[place]() },
    )
    expect(store.chats.create(1, newChat, NOW).conversation).not.toMatchObject({ uuid: taken.uuid })
  })

  test('a customer has the conversation of type api with the lowest id', async () => {
    const store = await open(world, { file: places[place]() })
    expect(store.chats.findByCustomer(1, 1, '+1')).toBeUndefined()
    const first = store.chats.create(1, newChat, NOW)
    store.chats.create(1, newChat, NOW)
    store.chats.create(1, { ...newChat, type: 'widget', external_identifier: '+2' }, NOW)
    expect(store.chats.findByCustomer(1, 1, '+1')).toEqual(first)
    for (const [datasetId, assistantId, identifier] of [
      [1, 2, '+1'],
      [2, 3, '+1'],
      [1, 1, '+2'],
    ] as const)
      expect(store.chats.findByCustomer(datasetId, assistantId, identifier)).toBeUndefined()
  })

  test('messages follow each other, count, and change the row and its texts', async () => {
    const store = await open(world, { file: places[place]() })
    const chat = store.chats.create(1, newChat, NOW)
    const version = store.version(1)
    store.chats.add(chat, [say('a'), say('b', 'assistant')], {
      total_cost: 0.01,
      updated_at: '2025-02-20 09:00:01',
    })
    store.chats.add(chat, [{ ...say('c'), function_calls: [new Map([['name', 'x']])] }], {
      variables: ['v'],
    })
    expect(store.chats.history(chat)).toEqual([
      say('a'),
      say('b', 'assistant'),
      { role: 'user', content: 'c', function_calls: [new Map([['name', 'x']])] },
    ])
    expect(chatOf(store, chat.conversation).conversation).toEqual({
      ...chat.conversation,
      message_count: 3,
      total_cost: 0.01,
      variables: ['v'],
      updated_at: '2025-02-20 09:00:01',
    })
    expect(store.version(1)).toBeGreaterThan(version)
  })

  test('what was said before is made up, as many messages as the row counts', async () => {
    const store = await open(world, { file: places[place]() })
    const again = await open(world)
    for (const row of world.conversations) {
      const history = store.chats.history(chatOf(store, row))
      expect(history.map(({ role }) => role)).toEqual(
        Array.from({ length: row.message_count }, (_, index) =>
          index % 2 === 0 ? 'assistant' : 'user',
        ),
      )
      expect(again.chats.history(chatOf(again, row))).toEqual(history)
    }
    const row = rowOf(world, 1)
    const before = textsOf(store, row)
    store.chats.add(chatOf(store, row), [say('new')], {})
    expect(textsOf(store, row)).toEqual([...before, 'new'])
  })

  test('of a dataset with messages nothing is made up', async () => {
    const store = await open(spokenWorld, { file: places[place]() })
    expect(textsOf(store, rowOf(world, 1))).toEqual([])
    expect(store.chats.history(chatOf(store, rowOf(world, 7)))).toEqual([
      say('first', 'assistant'),
      { ...say('third'), function_calls: [] },
    ])
    expect(textsOf(store, rowOf(world, 8))).toEqual(['second'])
    store.chats.add(chatOf(store, rowOf(world, 8)), [say('more')], {})
    expect(textsOf(store, rowOf(world, 8))).toEqual(['second', 'more'])
    expect(chatOf(store, rowOf(world, 8)).conversation.message_count).toBe(
      rowOf(world, 8).message_count + 1,
    )
  })

  test('the switch of the AI moves updated_at only when it changes', async () => {
    const store = await open(world, { file: places[place]() })
    const row = rowOf(world, 5)
    const state = () => chatOf(store, row).conversation
    store.chats.setAi(chatOf(store, row), row.ai_enabled, NOW)
    expect(state()).toEqual(row)
    store.chats.setAi(chatOf(store, row), !row.ai_enabled, NOW)
    expect(state()).toEqual({
      ...row,
      ai_enabled: !row.ai_enabled,
      updated_at: '2025-02-20 09:00:00',
    })
  })

  test('a conversation that is gone takes no message', async () => {
    const store = await open(world, { file: places[place]() })
    const chat = store.chats.create(1, newChat, NOW)
    store.rows.write(1, { delete: [chat.conversation.id] })
    for (const call of [
      () => store.chats.add(chat, [say('a')], {}),
      () => store.chats.history(chat),
      () => store.chats.setAi(chat, false, NOW),
      () => store.chats.create(99, newChat, NOW),
    ])
      expect(call).toThrow(GoneError)
    expect(listedOf(store, 1)).toHaveLength(
      world.conversations.filter(({ assistant_id }) => assistant_id !== 3).length,
    )
  })
})
