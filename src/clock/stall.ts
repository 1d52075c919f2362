// Finds out when long work has stopped, for example because its caller sends no more of a body.

import { performance, sleep } from './real-time.ts'
import { turns } from './turns.ts'

const LOOK_MS = 100
/** Less than the time limit for the whole end of a mock. */
const MAX_WAIT_MS = 25_000

/**
 * Resolves after `patience` milliseconds in which no long work had a turn. It resolves earlier when
 * `isOver` returns true, and after 25 seconds at the latest.
 */
export async function untilStalled(patience: number, isOver: () => boolean): Promise<void> {
  const begin = performance.now()
  let [given, givenAt] = [turns.given(), begin]
  for (let now = begin; !isOver() && now - begin < MAX_WAIT_MS; now = performance.now()) {
    if (turns.given() !== given) [given, givenAt] = [turns.given(), now]
    const left = givenAt + patience - now
    if (left <= 0) return
    await sleep(Math.min(LOOK_MS, left), undefined, { ref: false })
  }
}
