// The load of the mock in each second, as this page received requests. It is measured by the
// page's clock, because a user's clock in the mock may be frozen.

import { signal } from '@preact/signals'

export type Second = {
  /** The start of the second, in Unix seconds. */
  readonly at: number
  readonly requests: number
  /** Milliseconds, ascending. With more than SAMPLES requests, a random sample of them. */
  readonly durations: readonly number[]
}

export const KEPT_SECONDS = 120
export const SAMPLES = 500

export type Pulse = ReturnType<typeof createPulse>

/** `seconds`: the finished seconds, the oldest first, without gaps. `now`: Unix milliseconds. */
export function createPulse(now: () => number = Date.now) {
  const seconds = signal<readonly Second[]>([])
  let at = toSecond(now())
  let requests = 0
  let durations: number[] = []
  return { seconds, add, tick }

  function add({ duration }: { readonly duration: number }): void {
    tick()
    requests++
    const slot =
      durations.length < SAMPLES ? durations.length : Math.floor(Math.random() * requests)
    if (slot < SAMPLES) durations[slot] = duration
  }

  /** Call this at least once a second, so that seconds without requests appear in time. */
  function tick(): void {
    const current = toSecond(now())
    if (current === at) return
    // When the clock was put back, the age of the kept seconds is unknown, so they are dropped.
    seconds.value =
      current < at
        ? []
        : [
            ...seconds.peek(),
            { at, requests, durations: durations.toSorted(ascending) },
            ...idle(at + 1, current),
          ].slice(-KEPT_SECONDS)
    at = current
    requests = 0
    durations = []
  }
}

const toSecond = (milliseconds: number): number => Math.floor(milliseconds / 1000)

const ascending = (a: number, b: number): number => a - b

/** Empty seconds from `from` up to, but not including, `to`; at most the last KEPT_SECONDS. */
function idle(from: number, to: number): Second[] {
  const start = Math.max(from, to - KEPT_SECONDS)
  return Array.from({ length: to - start }, (_, index) => ({
    at: start + index,
    requests: 0,
    durations: [],
  }))
}
