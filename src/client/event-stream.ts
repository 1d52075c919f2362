// Follows server-sent events, and connects again when a connection breaks.

import { sleep } from '../clock/real-time.ts'
import type { Incoming } from '../transport/direct.ts'
import { AdminError } from './admin-error.ts'
import { readEvents, type ServerEvent } from './server-events.ts'

type Following = {
  /**
   * Opens a connection that continues after the event `lastId`; undefined for the first connection.
   */
  readonly open: (lastId: string | undefined) => Promise<Pick<Incoming, 'body'>>
  /** Ends the stream without an error. */
  readonly signal: AbortSignal
}

const FIRST_RETRY_MS = 100
const MAX_RETRIES = 7

/**
 * Throws an AdminError when the first connection fails or the server refuses one. It also throws
 * when the server is unreachable for about 13 s.
 */
export async function* followEvents({
  open,
  signal,
}: Following): AsyncGenerator<ServerEvent, undefined> {
  let last: string | undefined
  let isOpened = false
  for (let retries = 0; !signal.aborted; retries++) {
    try {
      if (retries > 0) await sleep(FIRST_RETRY_MS * 2 ** (retries - 1), undefined, { signal })
      const { body } = await open(last)
      isOpened = true
      retries = 0
      for await (const event of readEvents(body)) {
        last = event.id ?? last
        yield event
      }
    } catch (error) {
      if (signal.aborted) return
      const isRefused = error instanceof AdminError && error.status > 0
      if (isRefused || !isOpened || retries >= MAX_RETRIES) throw error
    }
  }
}
