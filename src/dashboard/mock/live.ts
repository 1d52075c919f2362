// The journal of the mock, live: what it remembers, and whatever comes, over connections that break.

import { effect, type Signal, signal } from '@preact/signals'
import { readEvents } from '../../client/server-events.ts'
import type { RequestEntry } from '../../client/wire.ts'
import { ask, open } from './admin.ts'
import { createPulse } from './pulse.ts'
import { adminToken } from './session.ts'

export type Connection = 'connecting' | 'live' | 'lost'

export const connection = signal<Connection>('connecting')

/** What the journal remembers of all users, the oldest first; at most MAX_ENTRIES, the newest. */
export const requests = signal<readonly RequestEntry[]>([])

/** Of the last two minutes, as this page saw them come. */
export const pulse = createPulse()

export const MAX_ENTRIES = 10_000
const PAGE = 1000
const SHOW_MS = 100
const FIRST_RETRY_MS = 250
const MAX_RETRY_MS = 4000
/** The mock pings every 15 s. */
const SILENCE_MS = 40_000
const BACKGROUND_MS = 30_000

let session = new AbortController()

/** Follows the journal for as long as there is a token and somebody may be looking. */
export function startLive(): void {
  const isWatched = watchVisibility()
  effect(() => {
    session.abort()
    session = new AbortController()
    connection.value = 'connecting'
    if (adminToken.value === undefined) requests.value = []
    else if (isWatched.value) void follow(session.signal)
  })
}

/** Browsers open six connections to a host, for all tabs together; tabs in the background should not hold them. */
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

/** Reads the journal anew: after requests were forgotten. */
export function reloadRequests(): void {
  session.abort()
  session = new AbortController()
  void follow(session.signal)
}

async function follow(ending: AbortSignal): Promise<void> {
  for (let retries = 0; !ending.aborted && adminToken.peek() !== undefined; retries++) {
    try {
      const known = await loadNewest(ending)
      connection.value = 'live'
      retries = 0
      void loadOlder(known, ending)
      await listen(known, ending)
    } catch {
      // Refused or out of reach: either way it is tried again, for as long as there is a token.
    }
    if (ending.aborted) return
    connection.value = 'lost'
    await pause(Math.min(FIRST_RETRY_MS * 2 ** retries, MAX_RETRY_MS), ending)
  }
}

/** The id of the newest entry. A mock that was started anew counts from 1 again, so nothing of before is kept. */
async function loadNewest(ending: AbortSignal): Promise<readonly RequestEntry[]> {
  const { requests: newest } = await ask<{ requests: RequestEntry[] }>('GET', '/requests', { query: { limit: PAGE }, signal: ending })
  const known = newest.toReversed()
  if (!ending.aborted) requests.value = known
  return known
}

async function loadOlder(known: readonly RequestEntry[], ending: AbortSignal): Promise<void> {
  let oldest = known.length < PAGE ? undefined : known[0]
  while (oldest && requests.peek().length < MAX_ENTRIES && !ending.aborted) {
    const query = { limit: PAGE, before: oldest.id }
    const { requests: older } = await ask<{ requests: RequestEntry[] }>('GET', '/requests', { query, signal: ending })
    if (ending.aborted) return
    requests.value = [...older.toReversed(), ...requests.peek()].slice(-MAX_ENTRIES)
    oldest = older.length < PAGE ? undefined : older.at(-1)
  }
}

async function listen(known: readonly RequestEntry[], ending: AbortSignal): Promise<void> {
  const silence = new AbortController()
  const either = AbortSignal.any([ending, silence.signal])
  const headers = { 'Last-Event-ID': String(known.at(-1)?.id ?? 0) }
  const { body } = await open('/requests/stream', { headers, signal: either })
  let arrived: RequestEntry[] = []
  let timer = 0
  let alarm = setTimeout(() => silence.abort(), SILENCE_MS)

  function show(): void {
    timer = 0
    if (!ending.aborted) requests.value = [...requests.peek(), ...arrived].slice(-MAX_ENTRIES)
    arrived = []
  }

  try {
    for await (const { data } of readEvents(chunksOf(body, heard))) {
      const entry: RequestEntry = JSON.parse(data)
      pulse.add(entry)
      arrived.push(entry)
      timer ||= window.setTimeout(show, SHOW_MS)
    }
  } finally {
    clearTimeout(alarm)
  }

  function heard(): void {
    clearTimeout(alarm)
    alarm = setTimeout(() => silence.abort(), SILENCE_MS)
  }
}

/** Not every browser iterates over streams. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null, onChunk: () => void): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  for (let part; (part = await reader?.read()) && !part.done;) {
    onChunk()
    yield part.value
  }
}

const pause = (milliseconds: number, ending: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
    ending.addEventListener('abort', () => resolve(), { once: true })
  })
