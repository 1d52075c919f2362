import { expect, test } from 'vitest'
import { loadOnce } from '../../src/system/load-once.ts'

test('loads at the first call, and once', async () => {
  let loads = 0
  const { get, begun } = loadOnce(async () => ++loads)
  expect(begun()).toBeUndefined()
  expect(await Promise.all([get(), get()])).toEqual([1, 1])
  expect([await get(), await begun()]).toEqual([1, 1])
})

test('a failure reaches all who wait for it, and the next call tries again', async () => {
  let loads = 0
  const { get, begun } = loadOnce(async () => {
    if (++loads === 1) throw new Error('too many open files')
    return loads
  })
  expect(await Promise.allSettled([get(), get()])).toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ])
  expect(begun()).toBeUndefined()
  expect([loads, await get(), await get()]).toEqual([1, 2, 2])
})
