// Visits the entries of a ring in turns, and reads only what says which cursors their lists gave.

import type { Work } from '../clock/turns.ts'
import type { ForgottenEntry } from './record-reading.ts'
import type { Ring } from './ring.ts'

/** Other work may have a turn after the cursors of so many entries: about 30 µs. */
const TOGETHER = 64

/**
 * Visits the entries with higher ids than `after`, the oldest first, and returns the id of the last one.
 * Entries that leave the ring in the meantime are left out.
 */
export function* visitEntries(
  ring: Ring,
  after: number,
  visit: (entry: ForgottenEntry) => void,
): Work<number> {
  let last = after
  for (;;) {
    const index = ring.indexAfter(last)
    for (let at = index; at < index + TOGETHER; at++) {
      const entry = ring.forgottenAt(at)
      if (!entry) return last
      visit(entry)
      last = ring.idAt(at)
    }
    yield
  }
}
