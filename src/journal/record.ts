// Converts entries to bytes and back. Objects would take twice the memory, of a size that is only
// an estimate. The garbage collector would read up to a quarter of a million objects each time.
//
//   flags | arrival | [hungUpAt | delay] | token | [list without ids] | counts and texts | [ids]

import type { Entry } from './entry.ts'
import { createPacking } from './packing.ts'
import { createRepeating } from './record-repeating.ts'
import { HUNG_UP_AT, IS_LATE } from './record-flags.ts'
import {
  type Extent,
  type ForgottenEntry,
  forgottenByFlags,
  readEntry,
  readForgotten,
} from './record-reading.ts'
import { sizeAtMost, writeEntry } from './record-writing.ts'

export type Records = ReturnType<typeof createRecords>

export function createRecords() {
  const packing = createPacking()
  const repeating = createRepeating()

  return {
    /** The bytes of an entry, without its id. They are valid until the next call. */
    write(entry: Entry): Uint8Array {
      const isRepetition = repeating.isRepetition(entry)
      const known = isRepetition ? repeating.repeat(entry) : undefined
      if (known) return known
      packing.open(sizeAtMost(entry))
      writeEntry(packing, entry, isRepetition)
      repeating.note(entry, isRepetition ? packing.written() : undefined)
      return packing.written()
    },

    /** The buffer into which the caller copies a record before read() or readForgotten(). */
    open: (length: number): Uint8Array => packing.open(length),

    /** Reads the record that the caller copied into the buffer of open(). */
    read: (id: number, extent: Extent): Entry => readEntry(packing, id, extent),

    readForgotten: (user: number | null): ForgottenEntry => readForgotten(packing, user),

    /** Reads no record, for `flags` are its first two bytes. Undefined when it holds cursors. */
    forgottenByFlags,

    hungUpAt: HUNG_UP_AT,

    /** Whether a record, by its first two bytes, has room for the time when the client hung up. */
    isLate: (flags: number): boolean => (flags & IS_LATE) !== 0,

    /** The bytes of a time in a record. They are valid until the next call. */
    timeOf(milliseconds: number): Uint8Array {
      packing.open(0)
      packing.writeDouble(milliseconds)
      return packing.written()
    },
  }
}
