// Looks at a store while long work goes on.

import { setImmediate as nextRound } from 'node:timers/promises'

/**
 * Calls `look` in each round of the event loop until the work ends, and gives the work's result.
 * Rejects as the work does.
 */
export async function inEachRound<T>(work: Promise<T>, look: (round: number) => void): Promise<T> {
  const state = { isDone: false }
  const done = Promise.allSettled([work.finally(() => (state.isDone = true))])
  for (let round = 0; !state.isDone; round++, await nextRound()) look(round)
  await done
  return work
}
