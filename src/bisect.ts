// Search by halves in what is sorted.

/**
 * The number of indexes from 0 for which `holds` is true. After the first false, all must be false.
 */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}
