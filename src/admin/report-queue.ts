// Lets few callers have a report at the same time, because a report can take tens of megabytes until
// it is read. The others wait. A caller that does not read loses its report.

import type { ServerResponse } from 'node:http'
import { clearInterval, setInterval } from '../clock/real-time.ts'
import { MAX_SILENCE_MS } from './event-stream.ts'
import { createQueue } from './queue.ts'

/** One caller is judged at a time. The others read. */
const MAX_AT_ONCE = 3
/** The number of looks at an answer before it is cut off. */
const LOOKS = 10

export function createReportQueue() {
  const queue = createQueue(MAX_AT_ONCE)
  return {
    /** Resolves when the caller has its turn, which lasts until its connection or answer ends. */
    async enter(response: ServerResponse): Promise<void> {
      await queue.enter()
      if (response.destroyed) return queue.leave()
      const stop = cutWhenUnread(response)
      response.once('close', () => {
        stop()
        queue.leave()
      })
    },
  }
}

/** Breaks the connection when nothing is read for MAX_SILENCE_MS. Returns a function that ends this. */
function cutWhenUnread(response: ServerResponse): () => void {
  let looks = 0
  response.on('drain', () => (looks = 0))
  const timer = setInterval(() => {
    looks = response.writableNeedDrain ? looks + 1 : 0
    if (looks > LOOKS) response.req.socket.resetAndDestroy()
  }, MAX_SILENCE_MS / LOOKS).unref()
  return () => clearInterval(timer)
}
