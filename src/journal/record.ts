// Entries as bytes. An object with its texts takes twice as much memory, of a size that one can only guess, and V8 would
// look through a quarter of a million of them at every collection.
//
//   flags | [hungUpAt | delay] | token | [list without ids] | times | counts and texts, each as long as it is | [ids]

import type { Entry } from './entry.ts'
import { createPacking } from './packing.ts'
import { HUNG_UP_AT, IS_LATE } from './record-flags.ts'
import { type Extent, type ForgottenEntry, readEntry, readForgotten } from './record-reading.ts'
import { sizeAtMost, writeEntry } from './record-writing.ts'

export type Records = ReturnType<typeof createRecords>

export function createRecords() {
  const packing = createPacking()

  return {
    /** The bytes of an entry, without its id; until the next call. */
    write(entry: Entry): Uint8Array {
      packing.open(sizeAtMost(entry))
      writeEntry(packing, entry)
      return packing.written()
    },

    /** Where the bytes of a record go before it is read. */
    open: (length: number): Uint8Array => packing.open(length),

    /** The record whose bytes went there. */
    read: (id: number, extent: Extent): Entry => readEntry(packing, id, extent),

    readForgotten: (user: number | null): ForgottenEntry => readForgotten(packing, user),

    hungUpAt: HUNG_UP_AT,

    /** Whether a record that begins so has room for the time at which the client hung up. */
    isLate: ([lowFlags = 0]: Uint8Array): boolean => (lowFlags & IS_LATE) !== 0,

    /** A time as a record holds it. */
    timeOf(milliseconds: number): Uint8Array {
      packing.open(0)
      packing.writeDouble(milliseconds)
      return packing.written()
    },
  }
}
