// Time that passes only during waits. The judge looks at the milliseconds between requests, and a
// busy machine would change them.

import type { RealTime } from '../../src/clock/clocks.ts'

const START = Date.UTC(2025, 5, 1)
/** The time that passes between two reads of the clock, as on a fast machine. */
const TICK_MS = 0.2
/** The turns of the event loop after which all bytes that have arrived are read. */
const QUIET_TURNS = 3

export type SimulatedTime = RealTime & {
  /**
   * Resolves when `milliseconds` of simulated time have passed. They pass at once when everybody
   * waits.
   */
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Stops the time until the work is done. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
}

type Sleeper = { readonly until: number; readonly wake: () => void }

export function createSimulatedTime(): SimulatedTime {
  const sleepers = new Set<Sleeper>()
  let passed = 0
  let underway = 0
  let quiet = 0
  let isWatching = false

  /** Moves the time to the next end of a wait, as soon as nobody has other work. */
  function watch(): void {
    isWatching = sleepers.size > 0
    if (!isWatching) return
    quiet = underway === 0 ? quiet + 1 : 0
    if (quiet > QUIET_TURNS) wakeNext()
    setImmediate(watch)
  }

  function wakeNext(): void {
    const [first] = [...sleepers].toSorted((a, b) => a.until - b.until)
    if (!first) return
    quiet = 0
    passed = Math.max(passed, first.until)
    sleepers.delete(first)
    first.wake()
  }

  return {
    now: () => Math.floor(START + passed),
    elapsed: () => (passed += TICK_MS),
    sleep: (milliseconds) =>
      new Promise((wake) => {
        sleepers.add({ until: passed + milliseconds, wake })
        quiet = 0
        if (!isWatching) watch()
      }),
    async during(work) {
      underway++
      try {
        return await work()
      } finally {
        underway--
        quiet = 0
      }
    },
  }
}
