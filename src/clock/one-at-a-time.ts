// A queue for work that needs much memory. One piece of work runs at a time; the others wait in
// order of arrival.

import type { Work } from './turns.ts'

export function createQueue() {
  let last: Promise<void> | undefined

  /** Starts the work after all earlier work has finished, failed or been given up. */
  return function* inTurn<T>(begin: () => Work<T>): Work<T> {
    const before = last
    const { promise, resolve: leave } = Promise.withResolvers<void>()
    last = promise
    try {
      if (before) yield before
      return yield* begin()
    } finally {
      leave()
      if (last === promise) last = undefined
    }
  }
}
