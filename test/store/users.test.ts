import { describe, expect, test } from 'vitest'
import { createOwnRows, createRows } from './rows.ts'
import {
  createUser,
  listedOf,
  newFile,
  noticing,
  open,
  placeNames,
  places,
  write,
} from './stores.ts'

const start = await createRows(40, 'rising with id')
const own = await createOwnRows(20, 'rising with id', 9)

describe.each(placeNames)('users in %s', (place) => {
  test('are listed by id, each with a dataset of its own', async () => {
    const store = await open(start, { file: places[place]() })
    const created = createUser(store, own)
    const [first, second] = store.users.list()
    expect(first).toEqual({
      id: 1,
      name: 'Demo User',
      email: 'demo@example.com',
      dataset_id: 1,
      is_created: false,
      expires_at: null,
    })
    expect(second).toMatchObject({ id: 2, dataset_id: 2, is_created: false })
    expect(store.users.list()).toEqual([first, second, created])
    expect(store.users.first()).toEqual(first)
  })

  test('are found by id', async () => {
    const store = await open(start, { file: places[place]() })
    expect([2, 3].map((id) => store.users.find(id)?.id)).toEqual([2, undefined])
  })

  test('have tokens', async () => {
    const store = await open(start, { file: places[place]() })
    expect(store.users.tokens(1)).toEqual(start.tokens)
    expect(store.users.tokens(2)).toEqual([])
  })

  test('that are created come first in nothing', async () => {
    const store = await open(start, { file: places[place]() })
    createUser(store, own)
    for (const id of [1, 2]) store.users.delete(id)
    expect(store.users.first()).toBeUndefined()
  })

  test('are deleted with tokens and snapshots, and their ids are never given out again', async () => {
    const store = await open(start, { file: places[place]() })
    const { id } = createUser(store, own, ['secret'])
    store.snapshots.save(id, 'before', 0)
    expect([id, id].map(store.users.delete)).toEqual([true, false])
    expect(store.findToken('secret')).toBeUndefined()
    expect(store.users.list().map((user) => user.id)).toEqual([1, 2])
    expect([store.users.tokens(id), store.snapshots.list(id)]).toEqual([[], []])
    expect(createUser(store, own, ['secret']).id).toBe(id + 1)
    expect(store.users.tokens(id + 1).map((token) => token.id)).toEqual([1001])
  })

  test('of the start come back with a reset of everything, as they were', async () => {
    const store = await open(start, { file: places[place]() })
    const listed = listedOf(store, 1)
    store.rows.write(1, { delete: [listed[0] ?? 0] })
    store.users.delete(1)
    const { id } = createUser(store, own)
    store.reset()
    expect(store.users.list().map((user) => user.id)).toEqual([1, 2, id])
    expect(store.users.tokens(1)).toEqual(start.tokens)
    expect(listedOf(store, 1)).toEqual(listed)
  })
})

test('a token ends with its user, when that is earlier, and another process may say when', async () => {
  const file = newFile()
  const token = {
    id: 1,
    user_id: 1,
    plain: 'short',
    edition: null,
    expires_at: '2025-01-31 12:00:00',
  }
  const store = await open({ ...start, tokens: [token] }, { file })
  const end = Date.UTC(2025, 0, 31, 12) / 1000
  for (const [expiresAt, expected] of [
    [end - 0.5, end - 0.5],
    [end + 0.5, end],
  ]) {
    write(file, `UPDATE users SET expires_at = ${expiresAt} WHERE id = 1`)
    await noticing()
    expect(store.findToken('short')).toMatchObject({ expiresAt: expected })
  }
})
