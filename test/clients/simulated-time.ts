// Time that passes only where it is meant to. The judge looks at the milliseconds between requests; those of a busy machine say
// nothing of a client.

import type { RealTime } from '../../src/clock/clocks.ts'

const START = Date.UTC(2025, 5, 1)
/** Between two looks at the clock: what a fast machine takes for a part of a request. */
const TICK_MS = 0.2
/** What has arrived may take some turns of the event loop to be read. */
const QUIET_TURNS = 3

export type SimulatedTime = RealTime & {
  /** Resolves when so many milliseconds have passed, which they do at once where everybody waits. */
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Time stands still until the work is done. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
}

type Sleeper = { readonly until: number; readonly wake: () => void }

export function createSimulatedTime(): SimulatedTime {
  const sleepers = new Set<Sleeper>()
  let passed = 0
  let underway = 0
  let quiet = 0
  let isWatching = false

  /** Goes on to the next who wakes, as soon as nobody has anything else to do. */
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
