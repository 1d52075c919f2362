import { setImmediate as nextRound } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { runAtOnce } from '../../src/clock/turns.ts'
import type { Dataset } from '../../src/dataset/dataset.ts'
import type { Filters } from '../../src/store/filters.ts'
import type { Store } from '../../src/store/open-store.ts'
import { inEachRound } from './rounds.ts'
import { altered, createOwnRows, createRows } from './rows.ts'
import {
  listedOf,
  listRows,
  createUser,
  newFile,
  open,
  placeNames,
  places,
  replaceRows,
  stateOf,
  write,
} from './stores.ts'

const start = await createRows(60, 'rising with id')
const own = await createOwnRows(30, 'in no order', 9)
const large = await createRows(1500, 'rising with id')

/** One row less, one row changed and one row more. */
function changeRows({ rows }: Store, datasetId: number): void {
  const [newest, second] = listRows(rows, datasetId, {}, { offset: 0, limit: 2 })
  if (!newest || !second) throw new Error('too few rows')
  const inserted = { ...newest, id: newest.id + 1, uuid: 'inserted' }
  rows.write(datasetId, {
    insert: [inserted],
    update: [{ ...second, message_count: 77, created_at: '2001-01-01 00:00:00' }],
    delete: [newest.id],
  })
}

function replaceAll(store: Store): void {
  const staged = store.openStagedDataset({ byUser: true })
  staged.addAssistants(own.assistants)
  staged.addConversations(own.conversations)
  const users = [1, 9].map((id) => ({ id, name: 'Other', email: 'other', total_balance: 100 }))
  runAtOnce(
    staged.publishAll(users, [
      { id: 1, user_id: 9, plain: 'other', edition: null, expires_at: null },
    ]),
  )
}

const withFirst = <T>([first, ...others]: readonly T[], change: Partial<T>): T[] =>
  first ? [{ ...first, ...change }, ...others] : []

const versionsOf = (store: Store) =>
  store.users.list().map(({ dataset_id }) => store.version(dataset_id))

describe.each(placeNames)('a reset in %s', (place) => {
  test('of one user leaves the others as they are', async () => {
    const store = await open(start, { file: places[place]() })
    const before = stateOf(store)
    for (const datasetId of [1, 2]) changeRows(store, datasetId)
    const changed = stateOf(store)
    const versions = versionsOf(store)
    store.reset(1)
    expect(stateOf(store)).toEqual([before[0], changed[1]])
    expect(versionsOf(store).map((version, index) => version === versions[index])).toEqual([
      false,
      true,
    ])
    store.reset(2)
    expect(stateOf(store)).toEqual(before)
    store.reset(77)
    expect(stateOf(store)).toEqual(before)
  })

  test('of everything brings back all rows, and keeps created users with the rows that they began with', async () => {
    const store = await open(start, { file: places[place]() })
    const created = [createUser(store, own, ['one']), createUser(store, own, ['two'])]
    const before = stateOf(store)
    for (const { dataset_id } of store.users.list()) changeRows(store, dataset_id)
    replaceRows(store, created[1]?.id ?? 0, start)
    expect(stateOf(store)).not.toEqual(before)
    store.reset()
    expect(stateOf(store)).toEqual(before)
  })

  test('of one user brings back the rows that it had before they were replaced', async () => {
    const store = await open(start, { file: places[place]() })
    const before = stateOf(store)
    changeRows(store, 1)
    replaceRows(store, 1, own)
    changeRows(store, store.users.find(1)?.dataset_id ?? 0)
    store.reset(1)
    expect(stateOf(store)).toEqual(before)
  })

  test('of everything brings back users and tokens that were replaced', async () => {
    const store = await open(start, { file: places[place]() })
    const created = createUser(store, own, ['one'])
    const before = stateOf(store)
    const tokens = store.listTokens()
    changeRows(store, 1)
    replaceAll(store)
    expect(store.users.list().map(({ id }) => id)).toEqual([1, 9, created.id])
    store.snapshots.save(9, 'gone', 0)
    store.reset()
    expect(stateOf(store)).toEqual(before)
    expect(store.listTokens()).toEqual(tokens)
    expect(tokens.map(({ plain }) => store.findToken(plain)?.user_id)).toEqual(
      tokens.map(({ user_id }) => user_id),
    )
    expect(store.findToken('other')).toBeUndefined()
    expect(store.snapshots.list(9)).toEqual([])
  })

  test.each<
    [what: string, replace: (given: Pick<Dataset, 'users' | 'tokens'>) => Partial<Dataset>]
  >([
    ['the name of a user', ({ users }) => ({ users: withFirst(users, { name: 'x' }) })],
    ['the address of a user', ({ users }) => ({ users: withFirst(users, { email: 'x' }) })],
    [
      'one user more',
      ({ users }) => ({ users: users.concat(withFirst(users.slice(0, 1), { id: 77 })) }),
    ],
    ['the text of a token', ({ tokens }) => ({ tokens: withFirst(tokens, { plain: 'x' }) })],
    ['the edition of a token', ({ tokens }) => ({ tokens: withFirst(tokens, { edition: null }) })],
    ['the end of a token', ({ tokens }) => ({ tokens: withFirst(tokens, { expires_at: '2030' }) })],
    ['one token less', ({ tokens }) => ({ tokens: tokens.slice(1) })],
  ])('of everything brings back a start of which only %s was replaced', async (_, replace) => {
    const store = await open(start, { file: places[place]() })
    const before = [store.users.list(), store.listTokens()]
    const { users, tokens } = { ...start, ...replace(start) }
    runAtOnce(store.openStagedDataset({ byUser: true }).publishAll(users, tokens))
    expect([store.users.list(), store.listTokens()]).not.toEqual(before)
    store.reset()
    expect([store.users.list(), store.listTokens()]).toEqual(before)
  })

  test('of one user of the start brings back its rows also when all users were replaced', async () => {
    const store = await open(start, { file: places[place]() })
    const [first] = stateOf(store)
    changeRows(store, 1)
    replaceAll(store)
    store.reset(1)
    const renamed = { name: 'Other', email: 'other' }
    const profile = { ...first?.profile, ...renamed }
    expect(stateOf(store)[0]).toEqual({ ...first, ...renamed, profile, tokens: [] })
    expect(store.users.find(9)).toBeDefined()
  })

  test('of one user of a replaced dataset brings back what replaced it', async () => {
    const store = await open(start, { file: places[place]() })
    replaceAll(store)
    const [, ninth] = stateOf(store)
    replaceRows(store, 9, start)
    store.reset(9)
    expect(stateOf(store)[1]).toEqual(ninth)
  })

  test('of very many rows brings all of them back, and those that change afterwards', async () => {
    const store = await open(large, { file: places[place]() })
    const before = stateOf(store)
    const rows = [...store.rows.each(1)]
    const next = store.rows.nextId(1)
    const inserted = rows.map((row, index) => ({
      ...row,
      id: next + index,
      uuid: `inserted ${index}`,
    }))
    for (const changes of [
      { update: rows.map((row) => altered(row, { message_count: 77 })) },
      { delete: rows.map(({ id }) => id) },
      { insert: inserted },
      {
        delete: rows.slice(0, 300).map(({ id }) => id),
        update: rows.slice(300).map((row) => altered(row, { type: 'api' })),
        insert: inserted,
      },
    ]) {
      store.rows.write(1, changes)
      expect(stateOf(store)).not.toEqual(before)
      store.reset()
      expect(stateOf(store)).toEqual(before)
    }
    changeRows(store, 1)
    store.reset()
    expect(stateOf(store)).toEqual(before)
  })
})

test('a reset is the same after the store was opened again', async () => {
  const file = newFile()
  const first = await open(start, { file })
  createUser(first, own, ['one'])
  const before = stateOf(first)
  for (const { dataset_id } of first.users.list()) changeRows(first, dataset_id)
  replaceAll(first)
  const changed = stateOf(first)
  first.close()
  const store = await open(start, { file })
  expect(stateOf(store)).toEqual(changed)
  store.reset()
  expect(stateOf(store)).toEqual(before)
})

describe.each(placeNames)('a reset of many added rows in %s', (place) => {
  /** Beside the other kinds of changes. */
  async function openChanged() {
    const file = places[place]()
    const store = await open(start, { file })
    const before = stateOf(store)
    const nextId = store.rows.nextId(1)
    changeRows(store, 1)
    const [sample] = listRows(store.rows, 1, {}, { offset: 0, limit: 1 })
    if (!sample) throw new Error('there is no row')
    const ids = Array.from({ length: 1200 }, (_, index) => nextId + 10 + index)
    store.rows.write(1, { insert: ids.map((id) => altered(sample, { id, uuid: `added-${id}` })) })
    return { file, store, before, nextId }
  }

  test.each([[1], [undefined]])(
    'shows all rows or those of the start (user %s)',
    async (userId) => {
      const { store, before, nextId } = await openChanged()
      const changed = stateOf(store)
      const looks: unknown[] = []
      await inEachRound(store.resetInTurns(userId), () => void looks.push(stateOf(store)))
      expect(looks.length).toBeGreaterThan(1)
      for (const seen of looks) expect([changed, before]).toContainEqual(seen)
      expect(stateOf(store)).toEqual(before)
      expect(store.rows.nextId(1)).toBe(nextId)
      expect(store.datasetName()).toBe('test rows')
    },
  )

  test('finds the rows of a time also while rows of that time leave', async () => {
    const store = await open(start, { file: places[place]() })
    const sample = start.conversations.at(-1)
    if (!sample) throw new Error('there is no row')
    const day = start.conversations[30]?.created_at.slice(0, 10) ?? ''
    const times: readonly Filters[] = [{ date_from: day }, { date_to: day }]
    const idsOfTimes = () => times.map((filters) => listedOf(store, 1, filters))
    const before = idsOfTimes()
    const all = listedOf(store, 1)
    const first = store.rows.nextId(1)
    const added = Array.from({ length: 1200 }, (_, index) =>
      altered(sample, {
        id: first + index,
        uuid: `added-${index}`,
        created_at: `${day} 12:00:00`,
      }),
    )
    store.rows.write(1, { insert: added })
    const resetting = store.resetInTurns(1)
    while (listedOf(store, 1).length !== all.length) await nextRound()
    const meanwhile = idsOfTimes()
    await resetting
    expect(meanwhile).toEqual(before)
  })

  test('lets rows be written meanwhile, which stay', async () => {
    const { store, before } = await openChanged()
    const resetting = store.resetInTurns(1)
    while (stateOf(store)[0]?.count !== before[0]?.count) await nextRound()
    const [sample] = listRows(store.rows, 1, {}, { offset: 0, limit: 1 })
    if (!sample) throw new Error('there is no row')
    const id = store.rows.nextId(1)
    store.rows.write(1, { insert: [{ ...sample, id, uuid: 'meanwhile' }] })
    await resetting
    expect(listRows(store.rows, 1, {}, { offset: 0, limit: 1 })).toMatchObject([
      { id, uuid: 'meanwhile' },
    ])
    await store.resetInTurns(1)
    expect(stateOf(store)).toEqual(before)
  })
})

test('rows that a killed process had begun to remove are gone when the file is opened again', async () => {
  const file = newFile()
  const store = await open(start, { file })
  const before = stateOf(store)
  const [sample] = listRows(store.rows, 1, {}, { offset: 0, limit: 1 })
  if (!sample) throw new Error('there is no row')
  const ids = [100, 101, 102]
  store.rows.write(1, { insert: ids.map((id) => altered(sample, { id, uuid: `added-${id}` })) })
  store.close()
  write(file, 'INSERT INTO leaving VALUES (1, 100, 102)')
  const opened = await open(start, { file })
  expect(stateOf(opened)).toEqual(before)
  expect(opened.rows.nextId(1)).toBe(61)
})
