// The journal keeps the newest requests, sends each to its listeners, and finds them again.

import { runAtOnce, type Work } from '../clock/turns.ts'
import { createAnswers, type Sent } from './answers.ts'
import { createRequestBodies, type ReceivedBody } from './request-bodies.ts'
import { createTextBuffer } from './text-buffer.ts'
import { type Archive, createArchive } from './archive.ts'
import { type Cleaners, createCurrentCleaners, toEntry } from './cleaners.ts'
import type { Entry, RawEntry } from './entry.ts'
import { createListeners } from './listeners.ts'
import { createRedaction, type Redaction } from './redaction.ts'
import type { Ring } from './ring.ts'
import { createRings } from './rings.ts'
import type { ForgottenEntry } from './record-reading.ts'
import type { RequestBody } from './schemas.ts'
import { createSearch } from './search.ts'
import { visitEntries } from './visiting.ts'

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

/** The cursors that lists gave to each token, taken from entries that left the journal. */
export type Issued = Pick<Archive, 'has' | 'otherHolder' | 'isWhole'>

export type Journal = ReturnType<typeof createJournal>

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
  const currentCleaners = createCurrentCleaners(redaction)
  const listeners = createListeners()
  let lastId = 0
  /** The hang-ups and removals until now. */
  let otherChanges = 0
  const { find, entries, select, since, count } = createSearch(rings, () => lastId)
  const isOn = maxEntries > 0
  const { has, otherHolder, isWhole, forgotten } = archive
  const issued: Issued = { has, otherHolder, isWhole }
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
    revision,
    /** Equal revisions mean that nothing about any request has changed. */
    revisionOfAll: () => `${lastId} ${otherChanges}`,
    subscribe: listeners.subscribe,
    size,
    lastId: () => lastId,
    issued,
    visitAll,
    forgotten,
  }

  /**
   * Returns undefined when the journal is off. The answer is not kept when the request held a
   * credential, because the answer may repeat it.
   */
  function add(raw: RawEntry, sent?: Sent, body?: ReceivedBody): Entry | undefined {
    if (maxEntries === 0) return undefined
    const clean = currentCleaners()
    const entry = toEntry(raw, ++lastId, clean)
    rings.push(entry)
    const isClean = body === undefined || bodies.keep(entry.id, entry.user, body)
    if (sent !== undefined && isClean && isTargetClean(clean, entry, raw))
      answers.keep(entry.id, entry.user, sent)
    listeners.tell(entry)
    return entry
  }

  /** Notes that a client hung up before the whole answer was sent. */
  function hangUp(id: number, user: number | null, at: number): void {
    otherChanges++
    for (const ring of rings.of(user)) ring.hangUp(id, at)
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
   * Forgets the requests of one user in turns and returns their number. Null means requests without
   * a known user; undefined means all requests. Ids go on rising.
   */
  function* clear(user?: number | null): Work<number> {
    const kept = new Map<Ring, number>()
    for (const ring of rings.of(user)) kept.set(ring, yield* keepCursors(ring, 0))
    // Requests may have come meanwhile.
    for (const ring of rings.of(user)) runAtOnce(keepCursors(ring, kept.get(ring) ?? 0))
    otherChanges++
    archive.clearForgotten(user)
    answers.drop(user)
    bodies.drop(user)
    return rings.remove(user)
  }

  /** Keeps the cursors of the entries after an id, and returns the id of the last one. */
  function keepCursors(ring: Ring, after: number): Work<number> {
    return visitEntries(ring, after, (entry) => archive.keep(entry, false))
  }

  /** Visits the entries of all users in turns, for the cursors that their lists gave. */
  function* visitAll(visit: (entry: ForgottenEntry) => void): Work<void> {
    for (const ring of rings.of(undefined)) {
      yield* visitEntries(ring, 0, visit)
      yield
    }
  }

  /** Forgets a deleted user entirely, because a new user may get the same id. */
  function forget(user: number): void {
    otherChanges++
    rings.remove(user)
    archive.forget(user)
    answers.drop(user)
    bodies.drop(user)
  }

  /** Equal revisions mean that nothing about the requests of one user has changed. */
  function revision(user: number | null): string {
    return rings
      .of(user)
      .map((ring) => ring.revision())
      .join()
  }

  function size(): { entries: number; bytes: number; listeners: number } {
    const total = rings.of(undefined).reduce((sum, ring) => sum + ring.size(), 0)
    return { entries: total, bytes: rings.bytes(), listeners: listeners.count() }
  }
}

const isTargetClean = ({ isOriginClean }: Cleaners, { target }: Entry, raw: RawEntry): boolean =>
  target === raw.target && isOriginClean(raw.origin)
