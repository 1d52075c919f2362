const SEED = 20_250_125

/**
 * Maps the integers below `size` onto themselves, one to one and without visible order, the same in every run: steps that
 * can be undone below the next power of two, repeated until the result is small enough.
 */
export function permute(value: number, size: number): number {
  const bits = Math.max(2, 32 - Math.clz32(size - 1))
  const mask = (1 << bits) - 1
  const half = bits >>> 1
  let place = value
  do {
    place = Math.imul(place ^ SEED, 0x9e3779b1) & mask
    place ^= place >>> half
    place = Math.imul(place, 0x85ebca6b) & mask
    place ^= place >>> half
  } while (place >= size)
  return place
}
