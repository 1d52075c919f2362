// Reading the journal a part at a time, because it may change between two turns.

import type { Entry } from './entry.ts'
import type { Journal } from './journal.ts'
import type { Between } from './selection.ts'

/** Few enough to be copied in a fraction of a millisecond. */
const SLICE = 200

/** Copies of what is remembered now of one user, or of nobody (null), the oldest first; without those that leave in the meantime. */
export function* slicesOf(
  journal: Pick<Journal, 'since' | 'lastId'>,
  user: number | null,
  { after = 0, before = journal.lastId() + 1 }: Between = {},
): Generator<readonly Entry[], void, void> {
  let last = after
  for (;;) {
    const slice = journal.since(last, { user, before, limit: SLICE }, 'whole')
    yield slice
    if (slice.length < SLICE) return
    last = slice.at(-1)?.id ?? last
  }
}
