import { describe, expect, test } from 'vitest'
import { runAtOnce } from '../../src/clock/turns.ts'
import type { Dataset } from '../../src/dataset/dataset.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { createUser, newFile, noticing, open, placeNames, places } from './stores.ts'

const dataset: Dataset = {
  users: [
    { id: 3, name: '', email: '', total_balance: 100 },
    { id: 5, name: '', email: '', total_balance: 100 },
  ],
  tokens: [
    { id: 8, user_id: 5, plain: 'second', edition: null, expires_at: '2025-01-31 12:00:00' },
    { id: 2, user_id: 3, plain: 'first', edition: 'nicecall', expires_at: null },
  ],
  assistants: [],
  conversations: [],
}

const first = {
  id: 2,
  user_id: 3,
  plain: 'first',
  edition: 'nicecall',
  expires_at: null,
  dataset_id: 1,
  expiresAt: Infinity,
}
const second = {
  id: 8,
  user_id: 5,
  plain: 'second',
  edition: null,
  expires_at: '2025-01-31 12:00:00',
  dataset_id: 2,
  expiresAt: Date.UTC(2025, 0, 31, 12) / 1000,
}

describe.each(placeNames)('in %s', (place) => {
  test('are listed by id', async () => {
    expect((await open(dataset, { file: places[place]() })).listTokens()).toEqual([first, second])
  })

  test('are found by their whole secret', async () => {
    const { findToken } = await open(dataset, { file: places[place]() })
    expect(
      ['first', 'second', 'First', 'firs', '', ' first'].map((secret) => findToken(secret)?.id),
    ).toEqual([2, 8, undefined, undefined, undefined, undefined])
  })

  test('are added to the first user under the next id', async () => {
    const store = await open(dataset, { file: places[place]() })
    expect(store.findToken('new')).toBeUndefined()
    store.useKeys({ keys: [{ plain: 'new', edition: null, id: null }] })
    expect(store.findToken('new')).toEqual({
      id: 9,
      user_id: 3,
      plain: 'new',
      edition: null,
      expires_at: null,
      dataset_id: 1,
      expiresAt: Infinity,
    })
  })

  test('are added under an id of their own', async () => {
    const store = await open(dataset, { file: places[place]() })
    store.useKeys({ keys: [{ plain: 'new', edition: 'autocalls', id: 70 }] })
    expect(store.findToken('new')).toMatchObject({ id: 70, edition: 'autocalls' })
  })

  test('take another edition when they are known, and stay with their user', async () => {
    const store = await open(dataset, { file: places[place]() })
    store.useKeys({ keys: [{ plain: 'second', edition: 'combined', id: null }] })
    expect(store.listTokens()).toEqual([first, { ...second, edition: 'combined' }])
  })

  test('are not added under the id of another one', async () => {
    const store = await open(dataset, { file: places[place]() })
    expect(() => store.useKeys({ keys: [{ plain: 'new', edition: null, id: 8 }] })).toThrow(
      new StoreError(
        'a key cannot have the id 8, which another token has; give another id or none',
      ),
    )
    expect(store.listTokens()).toEqual([first, second])
  })

  test('that were added belong to the start, as does the edition of a known one', async () => {
    const store = await open(dataset, { file: places[place]() })
    store.useKeys({ keys: [{ plain: 'new', edition: null, id: null }] })
    store.useKeys({ keys: [{ plain: 'second', edition: 'combined', id: null }] })
    const before = store.listTokens()
    const staged = store.openStagedDataset({ byUser: true })
    runAtOnce(
      staged.publishAll(
        [{ id: 4, name: '', email: '', total_balance: 100 }],
        [{ id: 9, user_id: 4, plain: 'other', edition: null, expires_at: null }],
      ),
    )
    store.useKeys({ keys: [{ plain: 'late', edition: null, id: null }] })
    expect(store.listTokens()).toMatchObject([
      { plain: 'other' },
      { id: 10, user_id: 4, plain: 'late' },
    ])
    store.reset()
    expect(store.listTokens()).toMatchObject([...before, { id: 10, user_id: 3, plain: 'late' }])
  })

  test('are told once as news', async () => {
    const store = await open(dataset, { file: places[place]() })
    const { news, count } = store.tokens
    expect(news().toSorted()).toEqual(['first', 'first', 'second', 'second'])
    expect(count()).toBe(4)
    createUser(store, dataset, ['created'])
    store.useKeys({ keys: [{ plain: 'key', edition: null, id: null }] })
    expect(news()).toEqual(['created', 'key'])
    const [user] = dataset.users
    const token = { id: 9, user_id: 3, plain: 'other', edition: null, expires_at: null }
    runAtOnce(store.openStagedDataset({ byUser: true }).publishAll(user ? [user] : [], [token]))
    store.reset()
    expect(news()).toEqual(['other'])
    expect(news()).toEqual([])
  })

  test('of a created user take another edition too, and do not become tokens of the start', async () => {
    const store = await open(dataset, { file: places[place]() })
    const { id } = createUser(store, dataset, ['created'])
    store.useKeys({ keys: [{ plain: 'created', edition: 'nicecall', id: null }] })
    expect(store.users.tokens(id)).toMatchObject([{ plain: 'created', edition: 'nicecall' }])
    store.reset()
    expect(store.listTokens()).toMatchObject([first, second, { plain: 'created', user_id: id }])
  })

  test('end when their user ends', async () => {
    const store = await open({ ...dataset, tokens: [] }, { file: places[place]() })
    const end = Date.UTC(2025, 0, 31, 12) / 1000
    for (const expires_at of [end - 1, end + 1, null]) {
      const staged = store.openStagedDataset({ byUser: false })
      staged.publishUser({
        name: '',
        email: '',
        expires_at,
        tokens: [{ plain: `until ${expires_at}`, edition: null }],
      })
    }
    expect(store.listTokens().map(({ expiresAt }) => expiresAt)).toEqual([
      end - 1,
      end + 1,
      Infinity,
    ])
  })
})

test('of another process are news', async () => {
  const file = newFile()
  const stores = [
    await open(dataset, { file, isShared: true }),
    await open(dataset, { file, isShared: true }),
  ]
  for (const { tokens } of stores) expect(tokens.news()).toContain('first')
  const [one, other] = stores
  if (one) createUser(one, dataset, ['created'])
  await noticing()
  expect(other?.findToken('created')).toBeDefined()
  expect(other?.tokens.news()).toContain('created')
})
