// Tracks calls in progress. The mock waits for them before it ends, but not long for a stalled
// connection.

import type { ServerResponse } from 'node:http'
import { type CallPatience, untilStalled } from '../clock/stall.ts'

export function createOpenCalls() {
  const responses = new Set<ServerResponse>()
  const works = new Set<Promise<unknown>>()
  let onEmpty: (() => void) | undefined

  const isEmpty = (): boolean => responses.size + works.size === 0

  function check(): void {
    if (isEmpty()) onEmpty?.()
  }

  const end = (): Promise<void> =>
    new Promise((resolve) => {
      onEmpty = resolve
      check()
    })

  return {
    /** Tracks a call until the last byte of its answer, or until its connection closes. */
    enter(response: ServerResponse): void {
      // The first caller may disconnect while the admin API is loaded.
      if (response.destroyed) return
      responses.add(response)
      response.once('close', () => {
        responses.delete(response)
        check()
      })
    },

    /** Tracks the work of a call, which can continue after its connection closes. */
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

    /**
     * Waits for callers within `patience`. Then it closes their connections and waits until their
     * work stops.
     */
    async close(patience: CallPatience): Promise<void> {
      await Promise.race([end(), untilStalled(patience, isEmpty)])
      for (const response of responses) response.destroy()
      await end()
    },
  }
}
