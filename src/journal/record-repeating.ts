// Clients that poll send the same request again and again. The record of such an entry differs from
// the record before in its arrival only, so the other bytes are written once.

import type { Entry } from './entry.ts'
import { createPacking } from './packing.ts'
import { ARRIVAL } from './record-flags.ts'
import { isLateEntry, writeArrival } from './record-writing.ts'

export function createRepeating() {
  const packing = createPacking()
  let first: Entry | undefined
  let record: Uint8Array | undefined

  return {
    isRepetition: (entry: Entry): boolean => first !== undefined && repeats(entry, first),

    /** The record of a repetition; undefined until note() got one. */
    repeat(entry: Entry): Uint8Array | undefined {
      if (record === undefined) return undefined
      packing.moveTo(ARRIVAL)
      writeArrival(packing, entry)
      return record
    },

    /** Notes the entry that was written last, with its record if it is a repetition. */
    note(entry: Entry, written: Uint8Array | undefined): void {
      first = entry
      record = undefined
      if (written === undefined) return
      packing.open(written.length)
      packing.writeBytes(written)
      record = packing.written()
    },
  }
}

/** Whether only the arrival differs. The list of a known answer is the same object. */
const repeats = (entry: Entry, first: Entry): boolean =>
  entry.list === first.list &&
  entry.target === first.target &&
  entry.token === first.token &&
  entry.user === first.user &&
  entry.edition === first.edition &&
  entry.method === first.method &&
  entry.status === first.status &&
  entry.rows === first.rows &&
  entry.accept === first.accept &&
  entry.correlation === first.correlation &&
  entry.isNamed === first.isNamed &&
  entry.isFromDashboard === first.isFromDashboard &&
  entry.isAjax === first.isAjax &&
  entry.hasBody === first.hasBody &&
  entry.authorization === first.authorization &&
  isPlain(entry) &&
  isPlain(first)

const isPlain = (entry: Entry): boolean => entry.limit === null && !isLateEntry(entry)
