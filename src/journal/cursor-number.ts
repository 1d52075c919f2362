// Cursors as numbers: a set of a hundred thousand takes six megabytes instead of twenty.

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const OTHER_PRIME = 0x85ebca6b

/** 52 bits of two hashes: of a million cursors, one pair in ten thousand such sets has the same number. */
export function cursorNumber(cursor: string): number {
  let one = FNV_OFFSET
  let other = cursor.length
  for (let index = 0; index < cursor.length; index++) {
    const code = cursor.charCodeAt(index)
    one = Math.imul(one ^ code, FNV_PRIME)
    other = Math.imul(other ^ code, OTHER_PRIME) ^ (other >>> 13)
  }
  return (one >>> 0) * 2 ** 20 + (other >>> 12)
}
