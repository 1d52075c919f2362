// Writes entries as bytes.

import { authorizations } from '../laravel/bearer.ts'
import { cursorsOf, type Listing, type Neighbours } from '../laravel/listing.ts'
import type { Entry, Limit } from './entry.ts'
import type { Packing } from './packing.ts'
import {
  AUTHORIZATION_SHIFT,
  GIVES_CURSORS,
  HAS_BODY,
  HAS_CURSORS,
  HAS_FAULTS,
  HAS_LIMIT,
  HAS_LIST,
  IS_AJAX,
  IS_FROM_DASHBOARD,
  IS_LATE,
  IS_NAMED,
} from './record-flags.ts'
import { writeIds } from './record-ids.ts'

/** The most bytes that all fields except texts can take. */
const FIXED_BYTES = 256

/** `isRepetition`: the entry before gave the same cursors, which the archive takes from that one. */
export function writeEntry(packing: Packing, entry: Entry, isRepetition: boolean): void {
  const { delay, faults, preferences, list, limit } = entry
  const isLate = isLateEntry(entry)
  packing.writeShort(flagsOf(entry, isLate) & (isRepetition ? ~GIVES_CURSORS : ~0))
  writeArrival(packing, entry)
  if (isLate) {
    packing.writeDouble(entry.hungUpAt ?? NaN)
    packing.writeDouble(delay)
  }
  packing.writeNullable(entry.token)
  if (list !== null) writeNeighbours(packing, list)
  packing.writeNullable(entry.user)
  packing.writeNullable(entry.status)
  packing.writeNullable(entry.rows)
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

/** Only faults and preferences delay an answer, and a client hangs up only during a delay. */
export const isLateEntry = ({ delay, faults, preferences }: Entry): boolean =>
  delay > 0 || faults.length > 0 || preferences !== null

/** Writes the fields of ARRIVAL, which differ in each entry. */
export function writeArrival(
  packing: Packing,
  { time, at, duration, lane, connection }: Entry,
): void {
  packing.writeDouble(time)
  packing.writeDouble(at)
  packing.writeDouble(duration)
  packing.writeLong(lane)
  packing.writeLong(connection)
}

function flagsOf(
  { isNamed, isFromDashboard, isAjax, hasBody, faults, limit, list, authorization }: Entry,
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
    (list?.cursors === undefined ? 0 : HAS_CURSORS) |
    (list !== null && givesCursors(list) ? GIVES_CURSORS : 0) |
    (authorizations.indexOf(authorization) << AUTHORIZATION_SHIFT)
  )
}

function givesCursors(list: Listing): boolean {
  const { next, previous } = cursorsOf(list)
  return next !== null || previous !== null
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

/** The most bytes that an entry can take. An id takes at most 8 bytes, its text at least 2. */
export function sizeAtMost({
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
