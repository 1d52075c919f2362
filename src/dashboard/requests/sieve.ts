// Filtering a list that grows at its end and loses at its beginning, ten times a second: only what is new is looked at.

import { type Entries, indexFrom } from '../mock/entries.ts'
import type { Test } from './filter.ts'

export type Sieve = (entries: Entries, test: Test | undefined) => Entries

type Sifted = { readonly entries: Entries; readonly test: Test; readonly kept: Entries }

/** Remembers the last list and the last test. */
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

/** How many of `entries` are the end of `before`; 0 when something else became of it than growing and losing. */
function countKnown(before: Entries, entries: Entries): number {
  const lost = indexFrom(before, entries[0]?.id ?? Infinity)
  const known = before.length - lost
  return known > 0 && before[lost] === entries[0] && before.at(-1) === entries[known - 1]
    ? known
    : 0
}
