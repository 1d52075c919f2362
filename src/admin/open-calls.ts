// Calls that are being answered. The end of the mock waits for them, but not long for a caller that neither reads nor writes on.

import type { ServerResponse } from 'node:http'
import { sleep } from '../clock/real-time.ts'

export function createOpenCalls() {
  const responses = new Set<ServerResponse>()
  const works = new Set<Promise<unknown>>()
  let onEmpty: (() => void) | undefined

  function check(): void {
    if (responses.size + works.size === 0) onEmpty?.()
  }

  const end = (): Promise<void> =>
    new Promise((resolve) => {
      onEmpty = resolve
      check()
    })

  return {
    /** A call ends with the last byte of its answer, or with its connection. */
    enter(response: ServerResponse): void {
      // The first caller may be gone before the admin API is loaded.
      if (response.destroyed) return
      responses.add(response)
      response.once('close', () => {
        responses.delete(response)
        check()
      })
    },

    /** Its work may go on when the connection is gone. */
    async work<T>(begin: () => T): Promise<Awaited<T>> {
      const work = (async () => begin())()
      works.add(work)
      try {
        return await work
      } finally {
        works.delete(work)
        check()
      }
    },

    /** Waits so many milliseconds for callers, and for works until they notice that their callers are gone. */
    async close(patience: number): Promise<void> {
      await Promise.race([end(), sleep(patience, undefined, { ref: false })])
      for (const response of responses) response.destroy()
      await end()
    },
  }
}
