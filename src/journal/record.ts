// Entries as bytes. An object with its texts takes twice as much memory, of a size that one can only guess, and V8 would
// look through a quarter of a million of them at every collection.
//
//   flags | [hungUpAt | delay] | token | [list without ids] | times | counts and texts, each as long as it is | [ids]

import type { Listing, Neighbours } from '../laravel/listing.ts'
import { type EditionName, editionNames } from '../editions.ts'
import { type Entry, type Limit, NO_FAULTS } from './entry.ts'
import { createPacking, type Packing } from './packing.ts'

/** Whether what the list told is read as well. */
export type Extent = 'head' | 'whole'

/** The fields of an entry that makes room. */
export type ForgottenEntry = Pick<Entry, 'user' | 'token' | 'isFromDashboard'> & {
  readonly list: Neighbours | null
}

export type Records = ReturnType<typeof createRecords>

const IS_NAMED = 1
const IS_FROM_DASHBOARD = 2
const IS_AJAX = 4
const HAS_BODY = 8
const IS_LATE = 16
const HAS_FAULTS = 32
const HAS_LIMIT = 64
const HAS_LIST = 128
const HAS_CURSORS = 256
const IDS_ARE_TEXT = 512

/** Where a record of an answer that may be late says when the client hung up. */
const HUNG_UP_AT = 2

/** Beyond them a difference would not be exact. */
const MAX_ID = 2 ** 49
const MAX_IDS = 0xffff
const COMMA = 44
const ZERO = 48
const NINE = 57

/** Bytes of everything but texts, in the worst case. */
const FIXED_BYTES = 256

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

function writeEntry(packing: Packing, entry: Entry): void {
  const { delay, faults, preferences, list, limit } = entry
  // Only an answer that is late leaves time to hang up, and only faults and preferences make it late.
  const isLate = delay > 0 || faults.length > 0 || preferences !== null
  packing.writeShort(flagsOf(entry, isLate))
  if (isLate) {
    packing.writeDouble(entry.hungUpAt ?? NaN)
    packing.writeDouble(delay)
  }
  packing.writeNullable(entry.token)
  if (list !== null) writeNeighbours(packing, list)
  packing.writeDouble(entry.time)
  packing.writeDouble(entry.at)
  packing.writeDouble(entry.duration)
  packing.writeNullable(entry.user)
  packing.writeNullable(entry.status)
  packing.writeNullable(entry.rows)
  packing.writeCount(entry.lane)
  packing.writeWord(entry.edition)
  packing.writeWord(entry.method)
  packing.writeWord(entry.accept)
  packing.writeWord(preferences)
  packing.writeText(entry.correlation)
  packing.writeText(entry.target)
  if (faults.length > 0) writeFaults(packing, entry)
  if (limit !== null) writeLimit(packing, limit)
  if (list !== null) writeIds(packing, list.ids)
}

function flagsOf(
  { isNamed, isFromDashboard, isAjax, hasBody, faults, limit, list }: Entry,
  isLate: boolean,
): number {
  return (
    (isNamed ? IS_NAMED : 0) |
    (isFromDashboard ? IS_FROM_DASHBOARD : 0) |
    (isAjax ? IS_AJAX : 0) |
    (hasBody ? HAS_BODY : 0) |
    (isLate ? IS_LATE : 0) |
    (faults.length > 0 ? HAS_FAULTS : 0) |
    (limit === null ? 0 : HAS_LIMIT) |
    (list === null ? 0 : HAS_LIST) |
    (list?.cursors === undefined ? 0 : HAS_CURSORS)
  )
}

function writeFaults(packing: Packing, { faults, faultIds }: Entry): void {
  packing.writeCount(faults.length)
  for (const fault of faults) packing.writeWord(fault)
  packing.writeCount(faultIds.length)
  for (const id of faultIds) packing.writeCount(id)
}

function writeLimit(packing: Packing, { remaining, retryAfter, reset }: Limit): void {
  packing.writeCount(Number(remaining !== null) + 2 * Number(reset !== null))
  packing.writeDouble(remaining ?? 0)
  packing.writeDouble(reset ?? 0)
  packing.writeText(retryAfter)
}

function writeNeighbours(packing: Packing, { total, next, previous, cursors }: Neighbours): void {
  packing.writeNullable(total)
  packing.writeText(next)
  packing.writeText(previous)
  if (cursors === undefined) return
  packing.writeText(cursors.next)
  packing.writeText(cursors.previous)
}

function writeIds(packing: Packing, ids: string): void {
  const start = packing.position()
  if (writeDifferences(packing, ids)) return
  packing.moveTo(start)
  packing.setShort(0, packing.shortAt(0) | IDS_ARE_TEXT)
  packing.writeText(ids)
}

/** The difference of each to the one before. False for anything but a list of whole numbers. */
function writeDifferences(packing: Packing, ids: string): boolean {
  const start = packing.position()
  packing.writeShort(0)
  if (ids === '') return true
  let count = 0
  let before = 0
  let id = 0
  for (let index = 0; index <= ids.length; index++) {
    const code = index === ids.length ? COMMA : ids.charCodeAt(index)
    if (id > MAX_ID) return false
    if (code === COMMA) {
      packing.writeCount(before < id ? 2 * (id - before) - 1 : 2 * (before - id))
      before = id
      id = 0
      count++
    } else if (code >= ZERO && code <= NINE) id = id * 10 + code - ZERO
    else return false
  }
  packing.setShort(start, count)
  return count <= MAX_IDS
}

function readForgotten(packing: Packing, user: number | null): ForgottenEntry {
  const flags = packing.readShort()
  if ((flags & IS_LATE) !== 0) packing.moveTo(HUNG_UP_AT + 16)
  const token = packing.readNullable()
  const list = (flags & HAS_LIST) === 0 ? null : readNeighbours(packing, flags)
  return { user, token, isFromDashboard: (flags & IS_FROM_DASHBOARD) !== 0, list }
}

function readEntry(packing: Packing, id: number, extent: Extent): Entry {
  const flags = packing.readShort()
  const isLate = (flags & IS_LATE) !== 0
  const hungUpAt = isLate ? packing.readDouble() : NaN
  const delay = isLate ? packing.readDouble() : 0
  const token = packing.readNullable()
  const hasList = (flags & HAS_LIST) !== 0
  const neighbours = hasList && extent === 'whole' ? readNeighbours(packing, flags) : undefined
  if (hasList && !neighbours) skipNeighbours(packing, flags)
  const time = packing.readDouble()
  const at = packing.readDouble()
  const duration = packing.readDouble()
  const user = packing.readNullable()
  const status = packing.readNullable()
  const rows = packing.readNullable()
  const lane = packing.readCount()
  const edition = toEdition(packing.readWord())
  const method = packing.readWord() ?? ''
  const accept = packing.readWord()
  const preferences = packing.readWord()
  const correlation = packing.readText()
  const target = packing.readText() ?? ''
  const hasFaults = (flags & HAS_FAULTS) !== 0
  const faults = hasFaults ? readMany(packing, () => packing.readWord() ?? '') : NO_FAULTS
  const faultIds = hasFaults ? readMany(packing, packing.readCount) : NO_FAULTS
  const limit = (flags & HAS_LIMIT) === 0 ? null : readLimit(packing)
  const list = neighbours ? { ids: readIds(packing, flags), ...neighbours } : null
  return {
    id,
    time,
    user,
    token,
    edition,
    method,
    target,
    status,
    rows,
    duration,
    faults,
    faultIds,
    preferences,
    correlation,
    isNamed: (flags & IS_NAMED) !== 0,
    isFromDashboard: (flags & IS_FROM_DASHBOARD) !== 0,
    accept,
    isAjax: (flags & IS_AJAX) !== 0,
    hasBody: (flags & HAS_BODY) !== 0,
    at,
    delay,
    hungUpAt: Number.isNaN(hungUpAt) ? null : hungUpAt,
    lane,
    list,
    limit,
  }
}

const toEdition = (text: string | null): EditionName | null =>
  editionNames.find((name) => name === text) ?? null

function readMany<T>(packing: Packing, read: () => T): T[] {
  return Array.from({ length: packing.readCount() }, read)
}

function readLimit(packing: Packing): Limit {
  const known = packing.readCount()
  const remaining = packing.readDouble()
  const reset = packing.readDouble()
  const retryAfter = packing.readText()
  return {
    remaining: (known & 1) === 0 ? null : remaining,
    retryAfter,
    reset: (known & 2) === 0 ? null : reset,
  }
}

function readNeighbours(packing: Packing, flags: number): Neighbours {
  const total = packing.readNullable()
  const next = packing.readText()
  const previous = packing.readText()
  if ((flags & HAS_CURSORS) === 0) return { total, next, previous }
  return {
    total,
    next,
    previous,
    cursors: { next: packing.readText(), previous: packing.readText() },
  }
}

function skipNeighbours(packing: Packing, flags: number): void {
  packing.readNullable()
  for (let texts = (flags & HAS_CURSORS) === 0 ? 2 : 4; texts > 0; texts--) packing.skipText()
}

function readIds(packing: Packing, flags: number): string {
  if ((flags & IDS_ARE_TEXT) !== 0) return packing.readText() ?? ''
  const count = packing.readShort()
  let ids = ''
  let id = 0
  for (let index = 0; index < count; index++) {
    const difference = packing.readCount()
    id += difference % 2 === 0 ? -difference / 2 : (difference + 1) / 2
    ids += index === 0 ? String(id) : `,${id}`
  }
  return ids
}

/** An id takes at most eight bytes, of which the text with its comma may be two. */
function sizeAtMost({
  method,
  target,
  accept,
  preferences,
  correlation,
  faults,
  faultIds,
  list,
  limit,
}: Entry): number {
  const texts =
    method.length +
    target.length +
    lengthOf(accept) +
    lengthOf(preferences) +
    lengthOf(correlation) +
    lengthOf(limit?.retryAfter)
  const names = faults.reduce((total, fault) => total + fault.length + 8, 0) + faultIds.length * 8
  return FIXED_BYTES + texts + names + (list === null ? 0 : sizeOfList(list))
}

function sizeOfList({ ids, next, previous, cursors }: Listing): number {
  return (
    ids.length * 4 +
    16 +
    lengthOf(next) +
    lengthOf(previous) +
    lengthOf(cursors?.next) +
    lengthOf(cursors?.previous)
  )
}

const lengthOf = (text: string | null | undefined): number => text?.length ?? 0
