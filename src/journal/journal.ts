// The journal keeps the newest requests, sends each to its listeners, and finds them again.

import { createAnswers, type Sent } from './answers.ts'
import { createRequestBodies, type ReceivedBody } from './request-bodies.ts'
import { createTextBuffer } from './text-buffer.ts'
import { type Archive, createArchive } from './archive.ts'
import { createCleaners, type Entry, type EntryRecord } from './entry.ts'
import { createMatcher } from './matcher.ts'
import { createRedaction, type Redaction } from './redaction.ts'
import type { Ring } from './ring.ts'
import type { Extent } from './record-reading.ts'
import { createRings } from './rings.ts'
import type { JournalQuery, RequestBody, RequestFilter } from './schemas.ts'
import { type Between, countBetween, countMatching, narrow, takeMatching } from './selection.ts'

export type JournalOptions = {
  /** The limit for each user; 0 turns the journal off. */
  readonly maxEntries: number
  /** The limit for all users together. */
  readonly maxBytes: number
  /** The limit of cursors that are kept of removed entries, for all users together. */
  readonly maxCursors: number
  /** Whether clients may send cursors that an earlier run gave. */
  readonly isContinued?: boolean
  readonly redaction?: Redaction
}

export type Listener = (entry: Entry) => void

/** The cursors that lists gave to each token, taken from entries that left the journal. */
export type Issued = Pick<Archive, 'has' | 'isForeign' | 'isWhole'>

export type Journal = ReturnType<typeof createJournal>

export const MAX_LISTENERS = 32

export function createJournal({
  maxEntries,
  maxBytes,
  maxCursors,
  isContinued = false,
  redaction = createRedaction(),
}: JournalOptions) {
  const archive = createArchive(!isContinued, maxCursors)
  const rings = createRings({ maxEntries, maxBytes, onLeave: (entry) => archive.keep(entry, true) })
  const buffer = createTextBuffer()
  const answers = createAnswers(redaction, buffer)
  const bodies = createRequestBodies(redaction, buffer)
  let cleaners = createCleaners(redaction)
  let secretsVersion: number | undefined
  let listeners: readonly Listener[] = []
  let lastId = 0
  const isOn = maxEntries > 0
  const { has, isForeign, isWhole, forgotten } = archive
  const issued: Issued = { has, isForeign, isWhole }
  return {
    isOn,
    add,
    hangUp,
    find,
    findAnswer,
    findBody,
    entries,
    select,
    since,
    count,
    clear,
    forget,
    subscribe,
    size,
    lastId: () => lastId,
    issued,
    forgotten,
  }

  /**
   * Returns undefined when the journal is off. The answer is not kept when the request held a
   * credential, because the answer may repeat it.
   * Each property is copied by hand, because spreading costs several times as much.
   */
  function add(record: EntryRecord, sent?: Sent, body?: ReceivedBody): Entry | undefined {
    if (maxEntries === 0) return undefined
    const clean = currentCleaners()
    const entry: Entry = {
      id: ++lastId,
      time: record.time,
      user: record.user,
      token: record.token,
      edition: record.edition,
      method: record.method,
      target: clean.target(record.target),
      status: record.status,
      rows: record.rows,
      duration: record.duration,
      faults: record.faults,
      faultIds: record.faultIds,
      preferences: clean.preferences(record.preferences),
      correlation: clean.correlation(record.correlation),
      isNamed: record.isNamed,
      isFromDashboard: record.isFromDashboard,
      accept: clean.accept(record.accept),
      isAjax: record.isAjax,
      hasBody: record.hasBody,
      at: record.at,
      delay: record.delay,
      hungUpAt: null,
      lane: record.lane,
      connection: record.connection,
      list: record.list,
      limit: record.limit,
    }
    rings.push(entry)
    const isClean = body === undefined || bodies.keep(entry.id, entry.user, body)
    if (sent !== undefined && isClean && isTargetClean(clean, entry, record))
      answers.keep(entry.id, entry.user, sent)
    for (const listener of listeners) listener(entry)
    return entry
  }

  /** Makes new cleaners when the secrets change, because cleaners remember clean texts. */
  function currentCleaners(): ReturnType<typeof createCleaners> {
    const version = redaction.version()
    if (version !== secretsVersion) cleaners = createCleaners(redaction)
    secretsVersion = version
    return cleaners
  }

  /** Notes that a client hung up before the whole answer was sent. */
  function hangUp(id: number, user: number | null, at: number): void {
    for (const ring of rings.of(user)) ring.hangUp(id, at)
  }

  function find(id: number): Entry | undefined {
    for (const ring of rings.of(undefined)) {
      const entry = ring.find(id)
      if (entry !== undefined) return entry
    }
    return undefined
  }

  /** The answer to a request; undefined when no answer was sent or it is no longer kept. */
  function findAnswer(id: number): Sent | undefined {
    return find(id) && answers.find(id)
  }

  /** The body of a request; null when the request had no body or is no longer kept. */
  function findBody(id: number): RequestBody | null {
    return find(id)?.hasBody ? bodies.find(id) : null
  }

  /**
   * All entries of one user, the oldest first. Null means requests without a known user;
   * undefined means all requests, grouped by user.
   */
  function entries(user?: number | null): Entry[] {
    return rings
      .of(user)
      .flatMap((ring) =>
        takeMatching(ring, () => true, { order: 'oldest', limit: Infinity, extent: 'whole' }),
      )
  }

  function select(query: JournalQuery, extent: Extent = 'head'): Entry[] {
    const { isOpen, matches } = createMatcher(query)
    const direction = query.order === 'oldest' ? 1 : -1
    const meant = rings.of(query.user)
    const between = isOpen ? narrow(meant, { ...query, before: query.before ?? lastId + 1 }) : {}
    return meant
      .flatMap((ring) => takeMatching(ring, matches, { ...query, ...between, extent }))
      .toSorted((a, b) => direction * (a.id - b.id))
      .slice(0, query.limit)
  }

  /**
   * The entries after an id, the oldest first. It returns at most `limit` entries; call it again
   * with the last id for more.
   */
  function since(id: number, query: Omit<JournalQuery, 'order'>, extent: Extent = 'head'): Entry[] {
    return select({ ...query, order: 'oldest', after: Math.max(id, query.after ?? 0) }, extent)
  }

  function count(query: RequestFilter & Between): number {
    const { user, ...filter } = query
    const { isOpen, matches } = createMatcher(filter)
    const countIn = (ring: Ring): number =>
      isOpen ? countBetween(ring, query) : countMatching(ring, matches, query)
    return rings.of(user).reduce((total, ring) => total + countIn(ring), 0)
  }

  /**
   * Forgets the requests of one user and returns their number. Null means requests without a known
   * user; undefined means all requests. Ids go on rising.
   */
  function clear(user?: number | null): number {
    for (const ring of rings.of(user))
      for (let index = 0, entry; (entry = ring.forgottenAt(index)); index++)
        archive.keep(entry, false)
    archive.clearForgotten(user)
    answers.drop(user)
    bodies.drop(user)
    return rings.remove(user)
  }

  /** Forgets a deleted user entirely, because a new user may get the same id. */
  function forget(user: number): void {
    rings.remove(user)
    archive.forget(user)
    answers.drop(user)
    bodies.drop(user)
  }

  /** Returns the function that ends the subscription; undefined beyond MAX_LISTENERS. */
  function subscribe(listener: Listener): (() => void) | undefined {
    if (listeners.length >= MAX_LISTENERS) return undefined
    const own: Listener = (entry) => listener(entry)
    listeners = [...listeners, own]
    return () => {
      listeners = listeners.filter((other) => other !== own)
    }
  }

  function size(): { entries: number; bytes: number; listeners: number } {
    const total = rings.of(undefined).reduce((sum, ring) => sum + ring.size(), 0)
    return { entries: total, bytes: rings.bytes(), listeners: listeners.length }
  }
}

const isTargetClean = (
  { isOriginClean }: ReturnType<typeof createCleaners>,
  { target }: Entry,
  record: EntryRecord,
): boolean => target === record.target && isOriginClean(record.origin)
