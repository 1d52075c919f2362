// Reads the journal in parts, because it may change between two turns.

import type { Entry } from './entry.ts'
import type { Journal } from './journal.ts'
import type { Between } from './selection.ts'

/** So many entries are copied in a fraction of a millisecond. */
const SLICE = 200

/**
 * Copies of the entries that one user has now, the oldest first. Null means requests without a
 * known user. Entries that leave the journal in the meantime are left out.
 */
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
