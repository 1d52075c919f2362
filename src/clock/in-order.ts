// Sorts lists that may be very long, in turns.

import type { Work } from './turns.ts'

/** So few items are sorted within a millisecond. */
const RUN = 1000

/** Sorts like toSorted(), which would block all other requests for a long list. */
export function* inOrder<T>(items: readonly T[], compare: (a: T, b: T) => number): Work<T[]> {
  let runs: T[][] = []
  for (let from = 0; from < items.length; from += RUN) {
    runs.push(items.slice(from, from + RUN).toSorted(compare))
    yield
  }
  while (runs.length > 1) {
    const merged: T[][] = []
    for (let index = 0; index < runs.length; index += 2)
      merged.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? [], compare))
    runs = merged
  }
  return runs[0] ?? []
}

function* merge<T>(
  some: readonly T[],
  others: readonly T[],
  compare: (a: T, b: T) => number,
): Work<T[]> {
  const merged: T[] = []
  let other = 0
  for (const item of some) {
    for (
      let next = others[other];
      next !== undefined && compare(next, item) < 0;
      next = others[++other]
    )
      merged.push(next)
    merged.push(item)
    if (merged.length % RUN === 0) yield
  }
  return merged.concat(others.slice(other))
}
