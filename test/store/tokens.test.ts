import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../src/dataset.ts'
import { open, placeNames, places } from './stores.ts'

const dataset: Dataset = {
  users: [
    { id: 3, name: '', email: '' },
    { id: 5, name: '', email: '' },
  ],
  tokens: [
    { id: 8, user_id: 5, plain: 'second', edition: null, expires_at: '2025-01-31 12:00:00' },
    { id: 2, user_id: 3, plain: 'first', edition: 'nicecall', expires_at: null },
  ],
  assistants: [],
  conversations: [],
}

const first = { id: 2, user_id: 3, plain: 'first', edition: 'nicecall', expires_at: null, expiresAt: Infinity }
const second = {
  id: 8,
  user_id: 5,
  plain: 'second',
  edition: null,
  expires_at: '2025-01-31 12:00:00',
  expiresAt: Date.UTC(2025, 0, 31, 12) / 1000,
}

describe.each(placeNames)('in %s', (place) => {
  test('are listed by id', async () => {
    expect((await open(dataset, { file: places[place]() })).listTokens()).toEqual([first, second])
  })

  test('are found by their whole secret', async () => {
    const { findToken } = await open(dataset, { file: places[place]() })
    expect(['first', 'second', 'First', 'firs', '', ' first'].map((secret) => findToken(secret)?.id)).toEqual([
      2,
      8,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('are added to the first user under the next id', async () => {
    const store = await open(dataset, { file: places[place]() })
    expect(store.findToken('new')).toBeUndefined()
    store.addKey({ plain: 'new', edition: null, id: null })
    expect(store.findToken('new')).toEqual({ id: 9, user_id: 3, plain: 'new', edition: null, expires_at: null, expiresAt: Infinity })
  })

  test('are added under an id of their own', async () => {
    const store = await open(dataset, { file: places[place]() })
    store.addKey({ plain: 'new', edition: 'autocalls', id: 70 })
    expect(store.findToken('new')).toMatchObject({ id: 70, edition: 'autocalls' })
  })

  test('take another edition when they are known, and stay with their user', async () => {
    const store = await open(dataset, { file: places[place]() })
    store.addKey({ plain: 'second', edition: 'combined', id: null })
    expect(store.listTokens()).toEqual([first, { ...second, edition: 'combined' }])
  })
})
