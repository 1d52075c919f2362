// Reads entries from their bytes.

import { type EditionName, editionNames } from '../editions.ts'
import { authorizations } from '../laravel/bearer.ts'
import type { Neighbours } from '../laravel/listing.ts'
import { type Entry, type Limit, NO_FAULTS } from './entry.ts'
import type { Packing } from './packing.ts'
import {
  AUTHORIZATION_SHIFT,
  GIVES_CURSORS,
  HAS_BODY,
  HAS_CURSORS,
  HAS_FAULTS,
  HAS_LIMIT,
  HAS_LIST,
  HUNG_UP_AT,
  IS_AJAX,
  IS_FROM_DASHBOARD,
  IS_LATE,
  IS_NAMED,
} from './record-flags.ts'
import { readIds } from './record-ids.ts'

/** `whole` also reads the list of the answer; `head` leaves it out. */
export type Extent = 'head' | 'whole'

/**
 * The fields that the archive needs of an entry that leaves the journal. Without cursors it needs
 * no token and no list.
 */
export type ForgottenEntry = Pick<Entry, 'user' | 'token' | 'isFromDashboard'> & {
  readonly list: Neighbours | null
}

/** The same by the flags alone; undefined when the list gave cursors, which the record holds. */
export function forgottenByFlags(flags: number, user: number | null): ForgottenEntry | undefined {
  if ((flags & GIVES_CURSORS) !== 0) return undefined
  return { user, token: null, isFromDashboard: (flags & IS_FROM_DASHBOARD) !== 0, list: null }
}

export function readForgotten(packing: Packing, user: number | null): ForgottenEntry {
  const flags = packing.readShort()
  packing.moveTo((flags & IS_LATE) === 0 ? HUNG_UP_AT : HUNG_UP_AT + 16)
  const token = packing.readNullable()
  const list = (flags & HAS_LIST) === 0 ? null : readNeighbours(packing, flags)
  return { user, token, isFromDashboard: (flags & IS_FROM_DASHBOARD) !== 0, list }
}

export function readEntry(packing: Packing, id: number, extent: Extent): Entry {
  const flags = packing.readShort()
  const isLate = (flags & IS_LATE) !== 0
  const time = packing.readDouble()
  const at = packing.readDouble()
  const duration = packing.readDouble()
  const lane = packing.readLong()
  const connection = packing.readLong()
  const hungUpAt = isLate ? packing.readDouble() : NaN
  const delay = isLate ? packing.readDouble() : 0
  const token = packing.readNullable()
  const hasList = (flags & HAS_LIST) !== 0
  const neighbours = hasList && extent === 'whole' ? readNeighbours(packing, flags) : undefined
  if (hasList && !neighbours) skipNeighbours(packing, flags)
  const user = packing.readNullable()
  const status = packing.readNullable()
  const rows = packing.readNullable()
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
    authorization: authorizations[(flags >> AUTHORIZATION_SHIFT) & 3] ?? 'sound',
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
    connection,
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
