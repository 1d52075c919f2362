// Filters a list that changes ten times a second: new entries come at its end, old ones leave at
// its beginning. The filter tests only the new entries.

import { type Entries, indexFrom } from '../mock/entries.ts'
import type { Test } from './filter.ts'

type Sieve = (entries: Entries, test: Test | undefined) => Entries

type Sifted = { readonly entries: Entries; readonly test: Test; readonly kept: Entries }

/** Creates a filter that remembers the last list and the last test. `test` undefined keeps all. */
export function createSieve(): Sieve {
  let last: Sifted | undefined

  return (entries, test) => {
    if (test === undefined) return entries
    const known = last?.test === test ? countKnown(last.entries, entries) : 0
    const before = known === 0 ? [] : (last?.kept ?? [])
    const kept = [
      ...before.slice(indexFrom(before, entries[0]?.id ?? 0)),
      ...entries.slice(known).filter(test),
    ]
    last = { entries, test, kept }
    return kept
  }
}

/**
 * The number of first entries of `entries` that are also the end of `before`. 0 when the list did
 * not only get new entries at its end and lose old ones at its beginning.
 */
function countKnown(before: Entries, entries: Entries): number {
  const lost = indexFrom(before, entries[0]?.id ?? Infinity)
  const known = before.length - lost
  return known > 0 && before[lost] === entries[0] && before.at(-1) === entries[known - 1]
    ? known
    : 0
}
