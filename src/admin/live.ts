// Live streams of the journal, as server-sent events.
//
// A listener is only told that there is something new and reads it from the journal itself some milliseconds later: so a request
// costs no more for being watched, and a slow listener holds little in memory. One that takes nothing is cut off.

import type { ServerResponse } from 'node:http'
import { clearInterval, clearTimeout, setInterval, setTimeout } from '../clock/real-time.ts'
import { turns } from '../clock/turns.ts'
import { describeEntry } from '../journal/description.ts'
import type { Entry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalQuery } from '../journal/schemas.ts'
import { AdminFailure } from './failure.ts'

const GATHER_MS = 40
const PING_MS = 15_000
const RETRY_MS = 1000
/** So few ids are looked through between two turns of others. */
const SLICE = 200
/** No more waits in memory for a client, but for the last event of it. */
const MAX_WAITING = 64 * 1024
/** How long a client may take nothing of what waits for it. */
const MAX_SILENCE_MS = 10_000
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
  const endings = new Set<() => void>()
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
      let silence: NodeJS.Timeout | undefined
      let isEnded = false
      const unsubscribe = journal.subscribe(() => flushIn(GATHER_MS))
      if (!unsubscribe)
        throw new AdminFailure(429, 'too many live streams are open; close one first')
      const ping = setInterval(() => silence ?? send(': ping\n\n'), PING_MS).unref()
      endings.add(end)
      response.on('close', end).on('drain', unblock)
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
      send(`retry: ${RETRY_MS}\n\n`)
      if (isClosed) end()
      else flushIn(GATHER_MS)

      function flushIn(milliseconds: number): void {
        if (silence === undefined) timer ??= setTimeout(() => void flush(), milliseconds)
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
          if (events.length > 0) send(events.join(''))
        }
        timer = undefined
      }

      function canSend(): boolean {
        return !isEnded && silence === undefined && reader.hasMore()
      }

      function send(text: string): void {
        if (!response.write(text)) silence ??= setTimeout(cut, MAX_SILENCE_MS).unref()
      }

      function unblock(): void {
        clearTimeout(silence)
        silence = undefined
        flushIn(0)
      }

      function cut(): void {
        leave()
        keepForFarewell(response)
      }

      function end(): void {
        leave()
        if (silence === undefined) response.end()
        else response.destroy()
      }

      function leave(): void {
        isEnded = true
        unsubscribe?.()
        clearInterval(ping)
        clearTimeout(timer)
        clearTimeout(silence)
        response.off('close', end).off('drain', unblock)
        endings.delete(end)
      }
    },

    count: (): number => endings.size,

    /** How many were cut off. */
    cuts: (): number => cuts,

    close(): void {
      isClosed = true
      for (const end of endings) end()
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
