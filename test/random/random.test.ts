import { expect, test } from 'vitest'
import { createRandom } from '../../src/random/random.ts'

const numbers = (seed: number, stream?: number): number[] => {
  const random = createRandom(seed, stream)
  return Array.from({ length: 5 }, () => random.below(1000))
}

test('draws the same numbers for the same seed, today and on every machine', () => {
  expect(numbers(1)).toEqual([770, 102, 337, 707, 423])
})

test.each([
  { title: 'another seed', other: numbers(2) },
  { title: 'a seed that differs above 32 bits', other: numbers(1 + 2 ** 32) },
  { title: 'another stream', other: numbers(1, 1) },
])('draws other numbers for $title', ({ other }) => {
  expect(other).not.toEqual(numbers(1))
})

test('stays below the limit and reaches every number', () => {
  const random = createRandom(7)
  const drawn = new Set(Array.from({ length: 1000 }, () => random.below(6)))
  expect(drawn).toEqual(new Set([0, 1, 2, 3, 4, 5]))
})

test('refuses to pick from nothing', () => {
  expect(() => createRandom(1).pick([])).toThrow(RangeError)
})

test('writes UUIDs of version 4 that do not repeat', () => {
  const random = createRandom(3)
  const uuids = Array.from({ length: 1000 }, () => random.uuid())
  expect(
    uuids.filter(
      (uuid) => !/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(uuid),
    ),
  ).toEqual([])
  expect(new Set(uuids).size).toBe(1000)
})
