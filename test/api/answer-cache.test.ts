import { expect, test } from 'vitest'
import { createAnswerCache } from '../../src/api/answer-cache.ts'

const MIB = 1024 * 1024

/**
 * Returns a function that looks up a body, and stores it after a miss. It returns whether the body
 * was in the cache.
 */
function createAsking() {
  const cache = createAnswerCache(16 * MIB)
  return (target: string, body: string, version = 1, scope = {}): boolean => {
    const shelf = cache.shelfOf({ datasetId: 1, edition: 'combined', root: '', ...scope })
    const known = cache.get(shelf, target, version)
    if (known === undefined) cache.set(shelf, target, version, { body, rows: 1 })
    else expect(known).toMatchObject({ body, rows: 1 })
    return known !== undefined
  }
}

test('keeps a body from the second time on that it is asked for', () => {
  const ask = createAsking()
  expect([ask('a', 'A'), ask('a', 'A'), ask('a', 'A'), ask('b', 'B'), ask('a', 'A')]).toEqual([
    false,
    false,
    true,
    false,
    true,
  ])
})

test('drops a body on a new version of its data, and no other', () => {
  const ask = createAsking()
  for (const key of ['a', 'a', 'b', 'b']) ask(key, 'old')
  expect([ask('a', 'old'), ask('a', 'new', 2), ask('a', 'new', 2), ask('b', 'old')]).toEqual([
    true,
    false,
    false,
    true,
  ])
})

test('lets the oldest leave when there are more than 16 MiB', () => {
  const ask = createAsking()
  const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`)
  const body = 'x'.repeat(MIB)
  for (const key of [...keys, ...keys]) ask(key, body)
  expect(keys.filter((key) => ask(key, body))).toEqual(keys.slice(-15))
})

test('keeps nothing of a body that is larger than all there is room for', () => {
  const ask = createAsking()
  const body = 'x'.repeat(17 * MIB)
  expect([ask('a', body), ask('a', body), ask('a', body)]).toEqual([false, false, false])
})

test('has room again after a new version', () => {
  const ask = createAsking()
  const body = 'x'.repeat(15 * MIB)
  for (const version of [1, 1, 2, 2]) ask('a', body, version)
  expect(ask('a', body, 2)).toBe(true)
})

test('forgets what was asked for once when many others were', () => {
  const ask = createAsking()
  ask('a', 'A')
  for (let index = 0; index < 5000; index++) ask(`key ${index}`, '')
  expect([ask('a', 'A'), ask('a', 'A')]).toEqual([false, false])
})

test('keeps the bodies of each dataset, edition and root apart', () => {
  const ask = createAsking()
  const scopes = [{}, { datasetId: 2 }, { edition: 'nicecall' }, { root: 'http://a' }]
  const askAll = (): boolean[] => scopes.map((scope) => ask('a', JSON.stringify(scope), 1, scope))
  expect([askAll(), askAll(), askAll()].map((known) => new Set(known))).toEqual([
    new Set([false]),
    new Set([false]),
    new Set([true]),
  ])
})

test('forgets what was asked for once, also when many datasets were', () => {
  const ask = createAsking()
  ask('a', 'A')
  for (let datasetId = 2; datasetId < 5000; datasetId++) ask('a', '', 1, { datasetId })
  expect([ask('a', 'A'), ask('a', 'A'), ask('a', 'A')]).toEqual([false, false, true])
})
