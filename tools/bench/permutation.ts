const SEED = 20_250_125

/**
 * Maps the integers below `size` to each other, one to one and in no visible order. The result is
 * the same in every run. Each step is reversible below the next power of two. The steps are
 * repeated until the result is below `size`.
 */
export function permute(value: number, size: number): number {
  const bits = Math.max(2, 32 - Math.clz32(size - 1))
  const mask = (1 << bits) - 1
  const half = bits >>> 1
  let mixed = value
  do {
    mixed = Math.imul(mixed ^ SEED, 0x9e3779b1) & mask
    mixed ^= mixed >>> half
    mixed = Math.imul(mixed, 0x85ebca6b) & mask
    mixed ^= mixed >>> half
  } while (mixed >= size)
  return mixed
}
