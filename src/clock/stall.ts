// Finds out when long work has stopped, for example because its caller sends no more of a body.

import { performance, sleep } from './real-time.ts'
import { turns } from './turns.ts'

const LOOK_MS = 100

/** The time in milliseconds that the end of a mock gives to calls. */
export type CallPatience = {
  /** For calls under way, from the last turn of long work on. */
  readonly calls: number
  /** For all calls together, however long their work goes on. */
  readonly work: number
}

/**
 * Resolves when no long work had a turn for `calls` milliseconds. It resolves earlier when `isOver`
 * returns true, and after `work` milliseconds at the latest.
 */
export async function untilStalled(
  { calls, work }: CallPatience,
  isOver: () => boolean,
): Promise<void> {
  const begin = performance.now()
  let [given, givenAt] = [turns.given(), begin]
  for (let now = begin; !isOver(); now = performance.now()) {
    if (turns.given() !== given) [given, givenAt] = [turns.given(), now]
    const left = Math.min(givenAt + calls, begin + work) - now
    if (left <= 0) return
    await sleep(Math.min(LOOK_MS, left), undefined, { ref: false })
  }
}
