// Live streams of the journal, as server-sent events.
//
// A listener is only told that there is something new and reads it from the journal itself some milliseconds later: so a request
// costs no more for being watched, and a slow listener holds little in memory. One that takes nothing is cut off.

import type { ServerResponse } from 'node:http'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'
import { turns } from '../clock/turns.ts'
import { describeEntry } from '../journal/description.ts'
import type { Entry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalQuery } from '../journal/schemas.ts'
import { type EventStream, MAX_SILENCE_MS, openEventStream } from './event-stream.ts'
import { AdminFailure } from './failure.ts'

const GATHER_MS = 40
/** So few ids are looked through between two turns of others. */
const SLICE = 200
/** No more waits in memory for a client, but for the last event of it. */
const MAX_WAITING = 64 * 1024
/** How long a stream that was cut off stays for a client that reads on and then learns why. */
const FAREWELL_MS = 30_000
const MAX_CUT_OFF = 32

const reason = `the client took nothing for ${MAX_SILENCE_MS / 1000} seconds; go on with Last-Event-ID`

export type Live = ReturnType<typeof createLive>

export type Watch = {
  readonly query: JournalQuery
  /** The last entry that the client has seen. */
  readonly after: number
  readonly baseUrl: string
}

export function createLive(journal: Journal, replica?: string) {
  const streams = new Set<EventStream>()
  const cutOff = new Set<ServerResponse>()
  let cuts = 0
  let isClosed = false

  function keepForFarewell(response: ServerResponse): void {
    cuts++
    cutOff.add(response)
    for (const oldest of cutOff) if (cutOff.size > MAX_CUT_OFF) reset(oldest)
    const timer = setTimeout(() => reset(response), FAREWELL_MS).unref()
    response.once('close', () => {
      clearTimeout(timer)
      cutOff.delete(response)
    })
    response.end(toEvent('cut', { reason }))
  }

  /** Bytes that wait in the system are freed with the connection. */
  function reset(response: ServerResponse): void {
    cutOff.delete(response)
    response.req.socket.resetAndDestroy()
  }

  return {
    /** Keeps writing until the client or the mock goes. Throws 429 when too many listen. */
    watch(response: ServerResponse, { query, after, baseUrl }: Watch): void {
      if (response.destroyed) return
      const reader = createReader(journal, query, after)
      let timer: NodeJS.Timeout | undefined
      let isEnded = false
      const unsubscribe = journal.subscribe(() => flushIn(GATHER_MS))
      if (!unsubscribe)
        throw new AdminFailure(429, 'too many live streams are open; close one first')
      const stream = openEventStream(response, {
        onDrain: () => flushIn(0),
        onSilence: () => keepForFarewell(response),
        onLeave() {
          isEnded = true
          unsubscribe()
          clearTimeout(timer)
          streams.delete(stream)
        },
      })
      streams.add(stream)
      if (isClosed) stream.end()
      else flushIn(GATHER_MS)

      function flushIn(milliseconds: number): void {
        if (!stream.isSilent()) timer ??= setTimeout(() => void flush(), milliseconds)
      }

      /** In turns of all listeners and of other calls. */
      async function flush(): Promise<void> {
        while (canSend()) {
          await turns.pause()
          if (!canSend()) break
          const events: string[] = []
          let length = 0
          for (const entry of reader.read()) {
            const event = toEvent('request', describeEntry(entry, baseUrl, replica), entry.id)
            events.push(event)
            length += event.length
            if (length >= MAX_WAITING) break
          }
          if (events.length > 0) stream.send(events.join(''))
        }
        timer = undefined
      }

      function canSend(): boolean {
        return !isEnded && !stream.isSilent() && reader.hasMore()
      }
    },

    count: (): number => streams.size,

    /** How many were cut off. */
    cuts: (): number => cuts,

    close(): void {
      isClosed = true
      for (const stream of streams) stream.end()
      for (const response of cutOff) reset(response)
    },
  }
}

/** Reads on after an entry, some entries at a time. */
function createReader(journal: Journal, query: JournalQuery, after: number) {
  const newest = journal.lastId()
  const [next] = journal.since(after, { user: query.user, limit: 1 })
  // A client may come back with an id of an earlier run, or from before all that the journal remembers.
  let last = Math.max(Math.min(after, newest), next ? next.id - 1 : newest)

  return {
    hasMore: (): boolean => last < journal.lastId(),

    /** Where the caller stops, the next reading goes on. */
    *read(): Generator<Entry> {
      const end = Math.min(last + SLICE, journal.lastId())
      for (const entry of journal.since(last, { ...query, before: end + 1, limit: SLICE })) {
        last = entry.id
        yield entry
      }
      last = end
    },
  }
}

const toEvent = (name: string, data: object, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
