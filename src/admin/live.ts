// Live streams of the journal, as server-sent events.
//
// The journal only signals that it has new entries. Each stream reads them some milliseconds later.
// Requests therefore cost the same with and without streams, and a slow client needs little memory.
// The mock cuts off a client that reads nothing.

import type { ServerResponse } from 'node:http'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'
import { turns } from '../clock/turns.ts'
import { describeEntry } from '../journal/description.ts'
import type { Entry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalQuery } from '../journal/filter-schemas.ts'
import { type EventStream, MAX_SILENCE_MS, openEventStream } from './event-stream.ts'
import { AdminFailure } from './failure.ts'

const GATHER_MS = 40
/** The number of journal ids that a stream scans before other work may run. */
const SLICE = 200
/** Characters that one write to a client may hold. Only its last event may exceed the limit. */
const MAX_WAITING = 64 * 1024
/** How long a cut stream stays open, so that a client that reads again can see the reason. */
const FAREWELL_MS = 30_000
const MAX_CUT_OFF = 32

const reason = `the client took nothing for ${MAX_SILENCE_MS / 1000} seconds; go on with Last-Event-ID`

export type Live = ReturnType<typeof createLive>

type Watch = {
  readonly query: JournalQuery
  /** The id of the last entry that the client has seen. */
  readonly after: number
  readonly baseUrl: string
}

export function createLive(journal: Journal, replica?: string) {
  const streams = new Set<EventStream>()
  const farewell = createFarewell()
  let isClosed = false

  return {
    /** Writes until the client disconnects or the mock stops. Throws 429 for too many streams. */
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
        onSilence: () => farewell.cut(response),
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

      /** Pauses before each write, so that other streams and calls are served in between. */
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

    /** The number of streams that were cut off since the start. */
    cuts: farewell.cuts,

    close(): void {
      isClosed = true
      for (const stream of streams) stream.end()
      farewell.close()
    },
  }
}

/** Cuts streams off, and keeps them open for a while, so that their clients can see the reason. */
function createFarewell() {
  const responses = new Set<ServerResponse>()
  let cuts = 0

  /** Resets the connection, so that the operating system frees the unsent bytes. */
  function reset(response: ServerResponse): void {
    responses.delete(response)
    response.req.socket.resetAndDestroy()
  }

  return {
    cuts: (): number => cuts,

    cut(response: ServerResponse): void {
      cuts++
      responses.add(response)
      for (const oldest of responses) if (responses.size > MAX_CUT_OFF) reset(oldest)
      const timer = setTimeout(() => reset(response), FAREWELL_MS).unref()
      response.once('close', () => {
        clearTimeout(timer)
        responses.delete(response)
      })
      response.end(toEvent('cut', { reason }))
    },

    close(): void {
      for (const response of responses) reset(response)
    },
  }
}

/** Reads the entries after the id `after`, a few at a time. */
function createReader(journal: Journal, query: JournalQuery, after: number) {
  const newest = journal.lastId()
  const [next] = journal.since(after, { user: query.user, limit: 1 })
  // A client may reconnect with an id of an earlier run, or of an entry that the journal dropped.
  let last = Math.max(Math.min(after, newest), next ? next.id - 1 : newest)

  return {
    hasMore: (): boolean => last < journal.lastId(),

    /** The caller may stop at any entry. The next call continues after it. */
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
