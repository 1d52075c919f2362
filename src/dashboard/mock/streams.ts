// The two live streams of the mock: one brings new requests, the other version numbers that
// rise when something changes.

import { readEvents } from '../../client/server-events.ts'
import type { RequestEntry, Versions } from '../../client/wire.ts'
import { open } from './admin.ts'
import type { Entries } from './entries.ts'

const SHOW_MS = 100
/** A stream that is silent for longer is treated as broken. The mock pings every 15 s. */
export const SILENCE_MS = 40_000
const HEARD_MS = 5000

export type Hearing = {
  /** Returns the id of the newest journal entry that the page has. */
  readonly lastId: () => number
  readonly onEntries: (entries: Entries) => void
  readonly onVersions: (versions: Versions) => void
  /** Called when the stream of requests is open. */
  readonly onOpen: () => void
}

type Reading = Hearing & { readonly onHeard?: () => void }

export async function readStreams(reading: Reading, ending: AbortSignal): Promise<void> {
  const stop = new AbortController()
  const signal = AbortSignal.any([ending, stop.signal])
  try {
    await Promise.race([readRequests(reading, signal), readChanges(reading, signal)])
  } finally {
    stop.abort()
  }
}

async function readChanges({ onVersions }: Reading, ending: AbortSignal): Promise<void> {
  const { body } = await open('/changes', { signal: ending })
  for await (const { name, data } of readEvents(chunksOf(body)))
    if (name === 'changed') onVersions(JSON.parse(data))
}

async function readRequests(reading: Reading, ending: AbortSignal): Promise<void> {
  const { lastId, onEntries, onOpen, onHeard } = reading
  const silence = new AbortController()
  let last = lastId()
  const { body } = await open('/requests/stream', {
    headers: { 'Last-Event-ID': String(last) },
    signal: AbortSignal.any([ending, silence.signal]),
  })
  onOpen()
  let arrived: RequestEntry[] = []
  let timer = 0
  let saidAt = 0
  let alarm = setTimeout(() => silence.abort(), SILENCE_MS)

  try {
    for await (const { name, data } of readEvents(chunksOf(body, heard))) {
      if (name !== 'request') continue
      const entry: RequestEntry = JSON.parse(data)
      if (entry.id <= last) throw new Error('the mock was started again')
      last = entry.id
      arrived.push(entry)
      timer ||= window.setTimeout(show, SHOW_MS)
    }
  } finally {
    clearTimeout(alarm)
    clearTimeout(timer)
    show()
  }

  function show(): void {
    timer = 0
    if (!ending.aborted && arrived.length > 0) onEntries(arrived)
    arrived = []
  }

  function heard(): void {
    clearTimeout(alarm)
    alarm = setTimeout(() => silence.abort(), SILENCE_MS)
    if (performance.now() - saidAt < HEARD_MS) return
    saidAt = performance.now()
    onHeard?.()
  }
}

/** Reads chunk by chunk, because some browsers cannot iterate over a stream with `for await`. */
async function* chunksOf(
  body: ReadableStream<Uint8Array> | null,
  onChunk?: () => void,
): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  for (let part; (part = await reader?.read()) && !part.done;) {
    onChunk?.()
    yield part.value
  }
}
