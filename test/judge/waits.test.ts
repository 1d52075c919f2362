// Waits of right clients and of retry storms. A seeded generator draws the random ones.

import { describe, expect, test } from 'vitest'
import { isStorm } from '../../src/judge/waits.ts'
import { createRandom } from '../../src/random/random.ts'

const SERIES = 10_000
const PACE_MS = 1
const { below } = createRandom(1)
const share = (): number => below(1_000_000) / 1_000_000

type Wait = (retry: number, before: number) => number

const waitsOf = (count: number, wait: Wait): number[] => {
  const waits: number[] = []
  for (let retry = 0; retry < count; retry++) waits.push(wait(retry, waits.at(-1) ?? 0))
  return waits.map((milliseconds) => milliseconds + 0.3 + 1.7 * share())
}

const decorrelated =
  (base: number): Wait =>
  (_, before) =>
    Math.min(10_000, base + share() * (3 * Math.max(base, before) - base))

const right: Readonly<Record<string, Wait>> = {
  'full jitter from 100 ms': (retry) => share() * 100 * 2 ** retry,
  'full jitter from 50 ms': (retry) => share() * 50 * 2 ** retry,
  'equal jitter from 100 ms': (retry) => 50 * 2 ** retry * (1 + share()),
  'decorrelated jitter from 100 ms': decorrelated(100),
  'decorrelated jitter from a second': decorrelated(1000),
  'wait_random_exponential of tenacity': (retry) => share() * 1000 * 2 ** retry,
  'wait_exponential_jitter of tenacity': (retry) => 1000 * (2 ** retry + share()),
  'exponentialDelay of axios-retry': (retry) => 200 * 2 ** retry * (1 + share() / 5),
  'linearDelay of axios-retry': (retry) => 100 * (retry + 1),
  'randomize of p-retry': (retry) => 1000 * 2 ** retry * (1 + share()),
  got: (retry) => 1000 * 2 ** retry + 100 * share(),
  'urllib3, whose first retry comes at once': (retry) => (retry === 0 ? 0 : 100 * 2 ** retry),
  'urllib3 with jitter': (retry) => (retry === 0 ? 0 : 500 * (2 ** retry + share())),
  'exponentialDelay of Guzzle': (retry) => 1000 * 2 ** retry,
  'backoff of Go, 1.5 times as long and half as much at random': (retry) =>
    500 * 1.5 ** retry * (0.5 + share()),
}

describe.each(Object.entries(right))('%s', (_, wait) => {
  test.each([3, 4, 5, 6, 8])('is no storm in 997 of 1000 series of %i waits', (count) => {
    const storms = Array.from({ length: SERIES }, () => waitsOf(count, wait)).filter((waits) =>
      isStorm(waits, PACE_MS),
    )
    expect(storms.length / SERIES).toBeLessThanOrEqual(0.003)
  })
})

const wrong: Readonly<Record<string, Wait>> = {
  'no waits': () => 0,
  'waits of 10 ms': () => 10,
  'waits of 100 ms': () => 100,
  'waits of a second': () => 1000,
  'waits of 1, 2, 4 ms and so on': (retry) => 2 ** retry,
}

describe.each(Object.entries(wrong))('%s', (_, wait) => {
  test.each([3, 4, 5, 6, 8])('are a storm in each series of %i', (count) => {
    const series = Array.from({ length: SERIES }, () => waitsOf(count, wait))
    expect(series.filter((waits) => !isStorm(waits, PACE_MS))).toEqual([])
  })
})

test('waits that halve each time are a storm', () => {
  expect(isStorm([800, 401, 202, 101, 49], PACE_MS)).toBe(true)
})

test('waits that shrink by far are a storm though a busy machine made one of them longer', () => {
  expect(isStorm([417, 228, 125, 58, 78, 55], PACE_MS)).toBe(true)
})

test('random waits that shrink by chance are no storm', () => {
  expect(isStorm([800, 640, 600, 130, 90], PACE_MS)).toBe(false)
  expect(isStorm([800, 320, 640, 130, 350, 90], PACE_MS)).toBe(false)
})

test('equal waits are a storm though a busy machine made some of them longer', () => {
  expect(isStorm([18.5, 17.4, 13.8, 21, 13.9, 13.1], PACE_MS)).toBe(true)
  expect(isStorm([1.4, 62.3, 28.9, 7.8, 4.8], PACE_MS)).toBe(true)
  expect(isStorm([11, 38, 10.5, 10.2, 44, 11.3], PACE_MS)).toBe(true)
  expect(isStorm([59, 31, 47, 29, 52, 33], PACE_MS)).toBe(true)
  expect(isStorm([25, 62, 23, 22, 21, 23, 28, 108, 22], PACE_MS)).toBe(true)
})
