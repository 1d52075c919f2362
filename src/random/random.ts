import { createUuids } from './uuid.ts'

export type Random = ReturnType<typeof createRandom>

/**
 * Random numbers by sfc32 (Chris Doty-Humphrey, PractRand). It has 128 bits of state and uses only
 * 32-bit integers, so the numbers are the same on every machine.
 * Streams of one seed are independent of each other.
 */
export function createRandom(seed: number, stream = 0) {
  let a = stream | 0
  let b = seed | 0
  let c = Math.floor(seed / 2 ** 32) | 0
  let counter = 1

  /** 32 random bits, as a signed integer. */
  function bits(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum
  }
  for (let round = 0; round < 12; round++) bits()

  /** An integer from 0 to limit - 1; the limit is at most 2^31. */
  const below = (limit: number): number => (bits() >>> 1) % limit

  const chance = (percent: number): boolean => below(100) < percent

  function pick<T>(items: readonly T[]): T {
    const item = items[below(items.length)]
    if (item === undefined) throw new RangeError('there is nothing to pick from')
    return item
  }

  return { below, chance, pick, uuid: createUuids(bits) }
}
