// Live streams of the journal, as server-sent events.
//
// A listener is only told that there is something new and reads it from the journal itself some milliseconds later: so a request
// costs no more for being watched, and a slow listener holds nothing in memory.

import type { ServerResponse } from 'node:http'
import { clearInterval, clearTimeout, setInterval, setTimeout } from '../clock/real-time.ts'
import { describeEntry } from '../journal/description.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalQuery } from '../journal/schemas.ts'
import { AdminFailure } from './failure.ts'

const GATHER_MS = 40
const PING_MS = 15_000
/** Few enough that others are answered between two writes. */
const MAX_PER_WRITE = 100
const RETRY_MS = 1000

export type Live = ReturnType<typeof createLive>

export type Watch = {
  readonly query: JournalQuery
  /** The last entry that the client has seen. */
  readonly after: number
  readonly baseUrl: string
}

export function createLive(journal: Journal) {
  const endings = new Set<() => void>()

  return {
    /** Keeps writing until the client or the mock goes. Throws 429 when too many listen. */
    watch(response: ServerResponse, { query, after, baseUrl }: Watch): void {
      if (response.destroyed) return
      // A client may come back with an id of a mock that has been started anew since.
      let last = Math.min(after, journal.lastId())
      let timer: NodeJS.Timeout | undefined
      let isBlocked = false
      const unsubscribe = journal.subscribe(wake)
      if (!unsubscribe) throw new AdminFailure(429, 'too many live streams are open; close one first')
      const ping = setInterval(() => response.write(': ping\n\n'), PING_MS).unref()
      endings.add(end)
      response.on('close', end)
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
      response.write(`retry: ${RETRY_MS}\n\n`)
      wake()

      function wake(): void {
        flushIn(GATHER_MS)
      }

      function flushIn(milliseconds: number): void {
        if (!isBlocked) timer ??= setTimeout(flush, milliseconds)
      }

      function unblock(): void {
        isBlocked = false
        flushIn(0)
      }

      function flush(): void {
        timer = undefined
        const newest = journal.lastId()
        const entries = journal.since(last, { ...query, limit: MAX_PER_WRITE })
        last = (entries.length === MAX_PER_WRITE ? entries.at(-1)?.id : undefined) ?? newest
        if (entries.length === 0) return
        isBlocked = !response.write(entries.map((entry) => toEvent(entry.id, describeEntry(entry, baseUrl))).join(''))
        if (isBlocked) response.once('drain', unblock)
        else if (entries.length === MAX_PER_WRITE) flushIn(0)
      }

      function end(): void {
        unsubscribe?.()
        clearInterval(ping)
        clearTimeout(timer)
        endings.delete(end)
        response.end()
      }
    },

    count: (): number => endings.size,

    close(): void {
      for (const end of endings) end()
    },
  }
}

const toEvent = (id: number, data: object): string => `id: ${id}\nevent: request\ndata: ${JSON.stringify(data)}\n\n`
