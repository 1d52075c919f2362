// The journal of the mock, kept up to date. When a connection breaks, this file reconnects and
// loads the missed entries.

import { computed, effect, type Signal, signal } from '@preact/signals'
import { AdminError } from '../../client/admin-error.ts'
import type { RequestEntry, Versions } from '../../client/wire.ts'
import { ask } from './admin.ts'
import { append, type Entries, isAnotherRun, prepend } from './entries.ts'
import { beginHearing, hear } from './feed.ts'
import { createPulse, type Pulse } from './pulse.ts'
import { adminToken } from './session.ts'

/** `slow`: the mock answers calls, but its streams do not get through, so the page polls. */
type Connection = 'connecting' | 'live' | 'slow' | 'lost'

export const connection = signal<Connection>('connecting')

export const isThere = computed(() => connection.value === 'live' || connection.value === 'slow')

/** Numbers that rise when something changes. Undefined while no stream brings them. */
export const versions = signal<Versions | undefined>(undefined)

/** Why the mock refuses this page, as a sentence: for example, it does not know the host. */
export const refusal = signal<string | undefined>(undefined)

/** The newest requests of all users, at most MAX_ENTRIES, sorted from oldest to newest. */
export const requests = signal<Entries>([])

/** Rises when the mock was restarted. The same ids then mean other requests. */
export const run = signal(0)

/** The requests of all users in the last two minutes, as this page received them. */
export const pulse = createPulse()

const pulses = new Map<number, Pulse>()

/** The pulse of one user, or of all users when `user` is undefined. */
export function pulseOf(user: number | undefined): Pulse {
  if (user === undefined) return pulse
  const known = pulses.get(user)
  if (known) return known
  const made = createPulse()
  pulses.set(user, made)
  return made
}

export const MAX_ENTRIES = 10_000
const PAGE = 1000
const FIRST_RETRY_MS = 250
const MAX_RETRY_MS = 4000
/** Milliseconds between two calls that load the newest requests while no stream gets through. */
const SLOW_MS = 5000
const BACKGROUND_MS = 30_000

let session = new AbortController()
/** The highest entry id that this page has seen in this run. */
let lastId = 0

/** Follows the journal while this tab has a token and is not long in the background. */
export function startLive(): void {
  const isWatched = watchVisibility()
  setInterval(tick, 1000)
  effect(() => {
    session.abort()
    connection.value = 'connecting'
    if (adminToken.value === undefined) requests.value = []
    else if (isWatched.value) begin({ isAnew: false })
  })
}

/** Ends the current second. While the mock is out of reach, the last numbers stay on the page. */
function tick(): void {
  if (!isThere.peek()) return
  for (const one of [pulse, ...pulses.values()]) one.tick()
}

/** Reads the whole journal again, for example after the mock has forgotten requests. */
export function reloadRequests(): void {
  if (!session.signal.aborted) begin({ isAnew: true })
}

/** False once the tab has been in the background for 30 s: other tabs then get the streams. */
function watchVisibility(): Signal<boolean> {
  const isWatched = signal(true)
  let timer = 0
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (document.hidden) timer = window.setTimeout(() => (isWatched.value = false), BACKGROUND_MS)
    else isWatched.value = true
  })
  return isWatched
}

type Beginning = {
  /** Whether the entries that the page already has are outdated and must be replaced. */
  readonly isAnew: boolean
}

function begin({ isAnew }: Beginning): void {
  session.abort()
  session = new AbortController()
  void follow(session.signal, isAnew)
}

async function follow(ending: AbortSignal, isAnew: boolean): Promise<void> {
  let wait = FIRST_RETRY_MS
  let hasStreams = true
  for (let isFirst = true; !ending.aborted && adminToken.peek() !== undefined; isFirst = false) {
    let isAnswering = false
    let wasOpen = false
    try {
      beginHearing()
      await loadNewest(ending, { isAnew: isAnew && isFirst })
      isAnswering = true
      connection.value = hasStreams ? 'live' : 'slow'
      refusal.value = undefined
      await hear({ lastId: () => lastId, onEntries: show, onVersions, onOpen }, ending)
    } catch (error) {
      // The loop tries again after a refusal and after a lost connection, while there is a token.
      refusal.value = error instanceof AdminError && error.status > 0 ? error.message : undefined
    }
    if (ending.aborted) return
    versions.value = undefined
    hasStreams = wasOpen || !isAnswering
    connection.value = hasStreams ? 'lost' : 'slow'
    await pause(hasStreams ? wait : SLOW_MS, ending)
    wait = Math.min(wait * 2, MAX_RETRY_MS)

    function onOpen(): void {
      wasOpen = true
      wait = FIRST_RETRY_MS
      if (!ending.aborted) connection.value = 'live'
    }
  }
}

function onVersions(next: Versions): void {
  versions.value = next
}

/** Loads the newest entries, then starts to load the older ones. */
async function loadNewest(ending: AbortSignal, { isAnew }: Beginning): Promise<void> {
  const newest = await loadPage({}, ending)
  ending.throwIfAborted()
  const known = requests.peek()
  const isOther = isAnotherRun(known, newest, lastId)
  const isWhole = newest.length < PAGE
  const reaches = (known.at(-1)?.id ?? 0) >= (newest[0]?.id ?? 0)
  requests.value =
    isWhole || isAnew || isOther || !reaches ? newest : prepend(known, newest, MAX_ENTRIES)
  lastId = isOther ? 0 : lastId
  if (isOther) run.value++
  lastId = Math.max(lastId, newest.at(-1)?.id ?? 0)
  // Older entries load in the background, because new requests are more important.
  if (!isWhole) loadOlder(ending).catch(() => undefined)
}

async function loadOlder(ending: AbortSignal): Promise<void> {
  for (let isMore = true; isMore;) {
    const oldest = requests.peek()[0]
    if (!oldest || requests.peek().length >= MAX_ENTRIES) return
    const older = await loadPage({ before: oldest.id }, ending)
    if (ending.aborted) return
    requests.value = prepend(older, requests.peek(), MAX_ENTRIES)
    isMore = older.length === PAGE
  }
}

async function loadPage(
  query: { readonly before?: number },
  ending: AbortSignal,
): Promise<Entries> {
  const { requests: page } = await ask<{ requests: RequestEntry[] }>('GET', '/requests', {
    query: { limit: PAGE, ...query },
    signal: ending,
  })
  return page.toReversed()
}

/** Adds entries. Another window may pass on entries that this one already has: they are dropped. */
function show(entries: Entries): void {
  const arrived = entries.filter(({ id }) => id > lastId)
  lastId = Math.max(lastId, arrived.at(-1)?.id ?? 0)
  for (const entry of arrived) {
    pulse.add(entry)
    if (entry.user !== null) pulseOf(entry.user).add(entry)
  }
  if (arrived.length > 0) requests.value = append(requests.peek(), arrived, MAX_ENTRIES)
}

const pause = (milliseconds: number, ending: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
    ending.addEventListener('abort', () => resolve(), { once: true })
  })
