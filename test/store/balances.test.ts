import { describe, expect, test } from 'vitest'
import { createUser, open, placeNames, places } from './stores.ts'
import { world } from './worlds.ts'

describe.each(placeNames)('in %s', (place) => {
  test('a user has the balance of the dataset, or 100 dollars', async () => {
    const store = await open(world, { file: places[place]() })
    expect(store.profile(1)).toEqual({
      name: 'Demo User',
      email: 'demo@example.com',
      total_balance: 100,
    })
    expect(store.profile(2)?.total_balance).toBe(0.02)
    expect(store.profile(createUser(store, world).id)?.total_balance).toBe(100)
    expect(store.profile(99)).toBeUndefined()
  })

  test('charges are exact to the eighth decimal', async () => {
    const store = await open(world, { file: places[place]() })
    for (let charge = 0; charge < 30; charge++) store.charge(1, 0.01)
    store.charge(2, 0.01)
    store.charge(99, 1)
    expect([store.profile(1)?.total_balance, store.profile(2)?.total_balance]).toEqual([99.7, 0.01])
    store.setBalance(2, 7.123456789)
    store.charge(2, 0.1)
    expect(store.profile(2)?.total_balance).toBe(7.02345679)
  })
})
