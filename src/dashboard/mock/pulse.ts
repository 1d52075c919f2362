// How much the mock has to do, second by second, as this page saw requests come. By the page's clock: a user's clock may be frozen.

import { signal } from '@preact/signals'

export type Second = {
  /** Unix seconds. */
  readonly at: number
  readonly requests: number
  /** Milliseconds, ascending: of each request, or of a sample of many. */
  readonly durations: readonly number[]
}

export const KEPT_SECONDS = 120
export const SAMPLES = 500

export type Pulse = ReturnType<typeof createPulse>

/** `seconds`: the whole seconds that are over, the oldest first, without gaps. `now`: Unix milliseconds. */
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

  /** To be called once a second at least, so that seconds without requests are seen in time. */
  function tick(): void {
    const current = toSecond(now())
    if (current === at) return
    // A clock that was put back says nothing of how long ago anything was.
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

/** Seconds without requests, as many of the last ones as are kept. */
function idle(from: number, to: number): Second[] {
  const start = Math.max(from, to - KEPT_SECONDS)
  return Array.from({ length: to - start }, (_, index) => ({
    at: start + index,
    requests: 0,
    durations: [],
  }))
}
