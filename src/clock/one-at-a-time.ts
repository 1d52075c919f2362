// Work of which the memory holds one at a time, whoever asks for it: the others wait in the order in which they came.

import type { Work } from './turns.ts'

export function createQueue() {
  let last: Promise<void> | undefined

  /** Does work once all that came before is done or given up. */
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
