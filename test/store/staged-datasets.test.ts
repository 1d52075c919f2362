import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { runAtOnce } from '../../src/clock/turns.ts'
import { completeAssistant } from '../../src/dataset/assistant.ts'
import type { Conversation, Dataset } from '../../src/dataset/dataset.ts'
import type { Store } from '../../src/store/open-store.ts'
import { DuplicateRowError, UnknownAssistantError } from '../../src/store/row-error.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { finish } from '../finish.ts'
import { type Ages, altered, createOwnRows, createRows, expectedIds, idsOf } from './rows.ts'
import {
  listRows,
  countOf,
  createUser,
  listedOf,
  newFile,
  open,
  pageOf,
  placeNames,
  places,
  replaceRows,
  sliceOf,
  stateOf,
} from './stores.ts'

const start = await createRows(40, 'rising with id')
const own = await createOwnRows(1200, 'rising with id', 9)
const none: Dataset = { ...own, assistants: [], conversations: [] }
const [firstRow, secondRow] = own.conversations

/** What a call fails with. */
function failureOf(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}

function openFilled(store: Store, { assistants, conversations }: Dataset) {
  const staged = store.openStagedDataset({ byUser: false })
  staged.addAssistants(assistants)
  staged.addConversations(conversations)
  return staged
}

const newUser = { name: 'New', email: 'new@example.com', expires_at: null, tokens: [] }

/** How many rows a file holds, of all datasets. */
function rowsIn(file: string): number {
  const db = new Database(file, { readonly: true })
  const tables = ['conversations', 'assistants', 'datasets', 'garbage', 'originals', 'touched']
  const counts = tables.map(
    (table) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
  )
  db.close()
  return counts.reduce((sum, count) => sum + count)
}

/** Resolves when the garbage of a file is collected; a test that waits in vain times out. */
async function rowsToBe(file: string, expected: number): Promise<void> {
  while (rowsIn(file) !== expected) await nextTurn()
}

describe.each(placeNames)('a staged in %s', (place) => {
  test('is invisible until it is published', async () => {
    const store = await open(start, { file: places[place]() })
    const before = stateOf(store)
    const staged = openFilled(store, own)
    expect(stateOf(store)).toEqual(before)
    const user = staged.publishUser(newUser)
    expect(listedOf(store, user.id)).toEqual(
      own.conversations
        .map(({ id }) => id)
        .toReversed()
        .slice(0, 1000),
    )
    expect(stateOf(store).filter(({ is_created }) => !is_created)).toEqual(before)
  })

  test('becomes a user with tokens, under ids from 1000', async () => {
    const store = await open(start, { file: places[place]() })
    const tokens = [
      { plain: 'one', edition: null },
      { plain: 'two', edition: 'nicecall' as const },
    ]
    const user = openFilled(store, own).publishUser({ ...newUser, expires_at: 1.5, tokens })
    expect(user).toEqual({
      id: 1000,
      name: 'New',
      email: 'new@example.com',
      dataset_id: user.dataset_id,
      is_created: true,
      expires_at: 1.5,
    })
    expect(store.users.find(1000)).toEqual(user)
    expect(store.users.tokens(1000)).toEqual([
      { id: 1000, user_id: 1000, plain: 'one', edition: null, expires_at: null },
      { id: 1001, user_id: 1000, plain: 'two', edition: 'nicecall', expires_at: null },
    ])
    expect(store.findToken('two')).toMatchObject({
      id: 1001,
      dataset_id: user.dataset_id,
      expiresAt: 1.5,
    })
    expect(openFilled(store, none).publishUser(newUser)).toMatchObject({ id: 1001 })
  })

  test('with a token that is taken is not published', async () => {
    const store = await open(start, { file: places[place]() })
    const before = stateOf(store)
    const staged = openFilled(store, own)
    const tokens = ['new', start.tokens[0]?.plain ?? ''].map((plain) => ({ plain, edition: null }))
    expect(failureOf(() => staged.publishUser({ ...newUser, tokens }))).toEqual(
      new DuplicateRowError('tokens', 1, 'plain'),
    )
    expect(stateOf(store)).toEqual(before)
    expect(store.findToken('new')).toBeUndefined()
  })

  test('with a token that a reset brings back is not published', async () => {
    const store = await open(start, { file: places[place]() })
    runAtOnce(
      store
        .openStagedDataset({ byUser: true })
        .publishAll([{ id: 1, name: '', email: '', total_balance: 100 }], []),
    )
    const tokens = [{ plain: start.tokens[0]?.plain ?? '', edition: null }]
    expect(failureOf(() => openFilled(store, own).publishUser({ ...newUser, tokens }))).toEqual(
      new DuplicateRowError('tokens', 0, 'plain'),
    )
  })

  test('whose dates fall from one call to the next is found by dates', async () => {
    const store = await open(start, { file: places[place]() })
    const staged = openFilled(store, { ...own, conversations: [] })
    for (const created_at of ['2025-02-01 00:00:00', '2024-02-01 00:00:00'])
      staged.addConversations(
        own.conversations
          .slice(...(created_at < '2025' ? [1, 2] : [0, 1]))
          .map((row) => altered(row, { created_at })),
      )
    const { id } = staged.publishUser(newUser)
    expect([
      listedOf(store, id, { date_to: '2024-12-31' }),
      listedOf(store, id, { date_from: '2024-12-31' }),
    ]).toEqual([[2], [1]])
  })

  test('without rows becomes a user without rows', async () => {
    const store = await open(start, { file: places[place]() })
    expect(
      listedOf(store, store.openStagedDataset({ byUser: false }).publishUser(newUser).id),
    ).toEqual([])
  })

  test('replaces the rows of one user', async () => {
    const store = await open(start, { file: places[place]() })
    const before = stateOf(store)
    finish(openFilled(store, own).publishFor(2))
    const [first, second] = stateOf(store)
    expect(first).toEqual(before[0])
    expect(second).toMatchObject({ id: 2, conversations: own.conversations })
    expect(store.rows.assistants(store.users.find(2)?.dataset_id ?? 0)).toHaveLength(3)
  })

  test('for a user that does not exist is not published', async () => {
    const staged = openFilled(await open(start, { file: places[place]() }), own)
    expect(() => finish(staged.publishFor(77))).toThrow('the user was deleted or got other rows')
  })

  test('by user replaces all users of the start and none that were created', async () => {
    const store = await open(start, { file: places[place]() })
    const created = createUser(store, own, ['created'])
    const before = stateOf(store).at(-1)
    const other = await createRows(30, 'in no order', 4)
    const staged = store.openStagedDataset({ byUser: true })
    staged.addAssistants(other.assistants)
    staged.addConversations(other.conversations.slice(0, 10))
    staged.addConversations(other.conversations.slice(10))
    const users = [...other.users.slice(1), { id: 7, name: 'Seven', email: '', total_balance: 100 }]
    runAtOnce(
      staged.publishAll(users, [
        { id: 3, user_id: 7, plain: 'seventh', edition: null, expires_at: null },
      ]),
    )
    expect(store.users.list().map(({ id }) => id)).toEqual([2, 7, created.id])
    expect(listedOf(store, 2)).toEqual(expectedIds(other, { datasetId: 2, filters: {} }, 'id'))
    expect(listedOf(store, 7)).toEqual([])
    expect(store.listTokens().map(({ plain }) => plain)).toEqual(['seventh', 'created'])
    expect(store.users.first()?.id).toBe(2)
    expect(stateOf(store).at(-1)).toEqual(before)
  })

  test.each([
    [
      'id of a created user',
      [{ id: 1000, name: '', email: '', total_balance: 100 }],
      [],
      new DuplicateRowError('users', 0, 'id'),
    ],
    [
      'token of a created user',
      start.users,
      [{ id: 1, user_id: 1, plain: 'created', edition: null, expires_at: null }],
      new DuplicateRowError('tokens', 0, 'plain'),
    ],
    [
      "id of a created user's token",
      start.users,
      [...start.tokens, { id: 1000, user_id: 1, plain: 'x', edition: null, expires_at: null }],
      new DuplicateRowError('tokens', start.tokens.length, 'id'),
    ],
  ])('by user is not published with the %s', async (_, users, tokens, expected) => {
    const store = await open(start, { file: places[place]() })
    createUser(store, none, ['created'])
    const before = stateOf(store)
    const staged = store.openStagedDataset({ byUser: true })
    expect(failureOf(() => runAtOnce(staged.publishAll(users, tokens)))).toEqual(expected)
    expect(stateOf(store)).toEqual(before)
  })

  test('by user for very many users is published over many turns, and seen at once', async () => {
    const store = await open(start, { file: places[place]() })
    const before = stateOf(store)
    const users = Array.from({ length: 400 }, (_, index) => ({
      id: index + 1,
      name: `User ${index}`,
      email: '',
      total_balance: index,
    }))
    const tokens = users.map(({ id }) => ({
      id,
      user_id: id,
      plain: `token of ${id}`,
      edition: null,
      expires_at: null,
    }))
    const publishing = store.openStagedDataset({ byUser: true }).publishAll(users, tokens)
    let turnsTaken = 0
    let created = 0
    const counts = new Set<number>()
    for (let step = publishing.next(); !step.done; step = publishing.next()) {
      if (turnsTaken === 0) expect(stateOf(store)).toEqual(before)
      counts.add(store.users.ids().length)
      created ||= createUser(store, none, ['between']).id
      turnsTaken++
    }
    expect([...counts]).toEqual([before.length, before.length + 1, users.length + 1])
    expect(turnsTaken).toBeGreaterThan(5)
    expect(store.users.list().map(({ id }) => id)).toEqual([...users.map(({ id }) => id), created])
    expect(store.findToken('token of 400')).toMatchObject({ id: 400, user_id: 400 })
    expect(store.findToken('between')).toMatchObject({ user_id: created })
    expect(store.findToken(start.tokens[0]?.plain ?? '')).toBeUndefined()
    expect(store.profile(300)?.total_balance).toBe(299)
    store.reset()
    expect(stateOf(store).slice(0, -1)).toEqual(before)
  })

  test('by user without users leaves the ids of deleted users alone', async () => {
    const store = await open(start, { file: places[place]() })
    const { id } = createUser(store, none, ['created'])
    store.users.delete(id)
    for (const _ of [1, 2]) runAtOnce(store.openStagedDataset({ byUser: true }).publishAll([], []))
    const later = createUser(store, none, ['later'])
    expect([later.id, store.findToken('later')?.id]).toEqual([id + 1, id + 1])
  })

  test.each<[string, Partial<Conversation>, Error]>([
    [
      'an id that was added before',
      { id: firstRow?.id ?? 0 },
      new DuplicateRowError('conversations', 1, 'id'),
    ],
    [
      'a uuid that was added before',
      { uuid: firstRow?.uuid ?? '' },
      new DuplicateRowError('conversations', 1, 'uuid'),
    ],
    [
      'an assistant that does not exist',
      { assistant_id: 9 },
      new UnknownAssistantError('conversations', 1, 9),
    ],
  ])('takes no row of a call with %s, and goes on', async (_, change, expected) => {
    const store = await open(start, { file: places[place]() })
    const staged = openFilled(store, { ...own, conversations: own.conversations.slice(0, 1) })
    const [third, fourth] = own.conversations.slice(2)
    if (!third || !fourth || !secondRow) throw new Error('too few rows')
    expect(failureOf(() => staged.addConversations([third, { ...fourth, ...change }]))).toEqual(
      expected,
    )
    staged.addConversations([secondRow])
    expect(listedOf(store, staged.publishUser(newUser).id)).toEqual([2, 1])
  })

  test('finds the conversations of messages of many users in any order', async () => {
    const store = await open(start, { file: places[place]() })
    const staged = store.openStagedDataset({ byUser: true })
    const ids = Array.from({ length: 30 }, (_, index) => index + 1)
    const [row] = own.conversations
    if (!row) throw new Error('there is no row')
    staged.addAssistants(
      ids.map((id) => completeAssistant({ id, uuid: `assistant-${id}`, user_id: id, name: '' })),
    )
    staged.addConversations(
      ids.map((id) => altered(row, { id, uuid: `row-${id}`, assistant_id: id })),
    )
    const given = [...ids.toReversed(), ...ids].map((conversation_id, index) => ({
      id: index + 1,
      conversation_id,
      role: 'user' as const,
      content: `${index + 1}`,
      function_calls: null,
    }))
    expect(staged.addMessages('messages', given)).toBe(given.length)
    const users = ids.map((id) => ({ id, name: '', email: '', total_balance: 100 }))
    runAtOnce(staged.publishAll(users, []))
    const contents = ids.map((id) =>
      [...store.messages.each(store.users.find(id)?.dataset_id ?? 0, 'messages')].map(
        (message) => message?.content,
      ),
    )
    expect(contents.map((list) => list.filter((content) => content !== undefined))).toEqual(
      ids.map((id) => [`${31 - id}`, `${30 + id}`]),
    )
  })

  test('takes the rows of a call one by one when they are long', async () => {
    const store = await open(start, { file: places[place]() })
    const staged = openFilled(store, { ...own, conversations: [] })
    const variables = new Map([['text', 'x'.repeat(1_000_000)]])
    const rows = own.conversations.slice(0, 3).map((row) => altered(row, { variables }))
    const added = rows.map((_, index) => staged.addConversations(rows.slice(index)))
    expect(added).toEqual([1, 1, 1])
    expect(listedOf(store, staged.publishUser(newUser).id)).toEqual([3, 2, 1])
  })

  test.each([
    ['id', { id: 1, uuid: 'new' }],
    ['uuid', { id: 8, uuid: own.assistants[0]?.uuid ?? '' }],
  ] as const)('takes no assistant of a call with a known %s', async (column, named) => {
    const staged = openFilled(await open(start, { file: places[place]() }), none)
    staged.addAssistants(own.assistants)
    const assistant = completeAssistant({ ...named, user_id: 1, name: '' })
    const fresh = completeAssistant({ id: 7, uuid: 'fresh', user_id: 1, name: '' })
    expect(failureOf(() => staged.addAssistants([fresh, assistant]))).toEqual(
      new DuplicateRowError('assistants', 1, column),
    )
    staged.addAssistants([fresh])
  })

  test('takes nothing more once it is published or abandoned', async () => {
    const store = await open(start, { file: places[place]() })
    const published = openFilled(store, own)
    finish(published.publishFor(1))
    const abandoned = openFilled(store, own)
    abandoned.abandon()
    for (const staged of [published, abandoned]) {
      expect(() => staged.addConversations([])).toThrow('already published or abandoned')
      expect(() => finish(staged.publishFor(2))).toThrow('already published or abandoned')
    }
    published.abandon()
    expect(listedOf(store, 1)).toHaveLength(1000)
  })
})

describe('a dataset that nobody points at', () => {
  test('is collected when its staged is abandoned or replaced', async () => {
    const file = newFile()
    const store = await open(start, { file })
    const before = rowsIn(file)
    openFilled(store, own).abandon()
    await rowsToBe(file, before)
    replaceRows(store, 1, own)
    const replaced = rowsIn(file)
    expect(replaced).toBeGreaterThan(before + 1000)
    replaceRows(store, 1, own)
    await rowsToBe(file, replaced)
    store.reset(1)
    await rowsToBe(file, before)
    expect(listedOf(store, 1)).toEqual(expectedIds(start, { datasetId: 1, filters: {} }, 'id'))
  })

  test('is collected when its user is deleted', async () => {
    const file = newFile()
    const store = await open(start, { file })
    const before = rowsIn(file)
    const { id } = createUser(store, own)
    store.rows.write(store.users.find(id)?.dataset_id ?? 0, { delete: [1, 2] })
    store.users.delete(id)
    await rowsToBe(file, before)
  })

  test('is kept while its staged grows, whatever else is collected', async () => {
    const file = newFile()
    const store = await open(start, { file })
    const staged = openFilled(store, own)
    const before = rowsIn(file)
    openFilled(store, own).abandon()
    await rowsToBe(file, before)
    expect(listedOf(store, staged.publishUser(newUser).id)).toHaveLength(1000)
  })

  test('that a killed process left in a file is collected when the file is opened', async () => {
    const file = newFile()
    const first = await open(start, { file })
    const before = rowsIn(file)
    openFilled(first, own)
    first.close()
    expect(rowsIn(file)).toBeGreaterThan(before + 1000)
    const store = await open(start, { file })
    await rowsToBe(file, before)
    expect(listedOf(store, 1)).toEqual(expectedIds(start, { datasetId: 1, filters: {} }, 'id'))
  })
})

const ages: Ages[] = ['rising with id', 'in no order', 'rising with id, with ties']
const orders: SortOrder[] = ['id', 'created_at']

describe.each(placeNames.flatMap((place) => orders.map((order) => ({ place, order }))))(
  'users in $place whose ids repeat, by $order',
  async ({ place, order }) => {
    const store = await open(await createRows(50, 'rising with id'), {
      file: places[place](),
      order,
    })
    const users: { age: Ages; rows: Dataset; id: number }[] = []
    for (const [index, age] of ages.entries()) {
      const rows = await createOwnRows(300 + index * 7, age, 20 + index)
      users.push({ age, rows, id: createUser(store, rows, [`token ${index}`]).id })
    }

    test.each(users)('see nothing of each other where dates are $age', ({ rows, id }) => {
      const datasetId = store.users.find(id)?.dataset_id ?? 0
      const row = rows.conversations[150]
      const phone = rows.conversations.find(({ customer_phone }) => customer_phone !== null)
      if (!row || !phone?.customer_phone) throw new Error('too few rows')
      const date = row.created_at.slice(0, 10)
      for (const filters of [
        {},
        { type: row.type },
        { assistant_id: row.assistant_id },
        { customer_phone: phone.customer_phone },
        { date_from: date },
        { date_to: date },
        { date_from: date, date_to: date, type: row.type },
      ]) {
        const expected = expectedIds(rows, { datasetId: 1, filters }, order)
        const query = { datasetId, filters }
        expect(countOf(store, query)).toBe(expected.length)
        expect(idsOf(pageOf(store, query, { offset: 0, limit: 1000 }).items)).toEqual(expected)
        expect(idsOf(pageOf(store, query, { offset: 140, limit: 15 }).items)).toEqual(
          expected.slice(140, 155),
        )
        const at = Math.floor(expected.length / 2)
        const pivot = rows.conversations.find((one) => one.id === expected[at])
        const key = order === 'id' ? [pivot?.id ?? 0] : [pivot?.created_at ?? '', pivot?.id ?? 0]
        const after = sliceOf(store, query, { position: { key, forward: true }, limit: 20 })
        const before = sliceOf(store, query, { position: { key, forward: false }, limit: 20 })
        expect(idsOf(after.items)).toEqual(expected.slice(at + 1, at + 21))
        expect(idsOf(before.items)).toEqual(expected.slice(Math.max(0, at - 20), at))
        expect(
          listRows(store.rows, datasetId, filters, { offset: 0, limit: 1000 }).map((one) => one.id),
        ).toEqual(expected)
      }
      expect([...store.rows.each(datasetId)]).toEqual(rows.conversations)
      expect(store.rows.find(datasetId, { uuid: row.uuid })).toEqual(row)
      expect(store.rows.nextId(datasetId)).toBe(rows.conversations.length + 1)
      expect(store.assistants.owns(datasetId, 3n)).toBe(true)
    })

    test('keep the counts and versions of the others when one changes', () => {
      const before = stateOf(store)
      const versions = users.map(({ id }) => store.version(store.users.find(id)?.dataset_id ?? 0))
      const changed = store.users.find(users[1]?.id ?? 0)?.dataset_id ?? 0
      store.rows.write(changed, { delete: [1, 2, 3] })
      const after = stateOf(store)
      expect(after.map(({ count }, index) => count === before[index]?.count)).toEqual([
        true,
        true,
        true,
        false,
        true,
      ])
      expect(
        users.map(
          ({ id }, index) =>
            store.version(store.users.find(id)?.dataset_id ?? 0) === versions[index],
        ),
      ).toEqual([true, false, true])
      store.reset(users[1]?.id)
      expect(stateOf(store)).toEqual(before)
    })
  },
)
