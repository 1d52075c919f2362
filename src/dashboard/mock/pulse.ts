// How much the mock has to do, second by second, as this page saw requests come. By the page's clock: a user's clock may be frozen.

import { signal } from '@preact/signals'

export type Second = {
  /** Unix seconds. */
  readonly at: number
  readonly requests: number
  /** Milliseconds, ascending: of each request, or of a sample of many. */
  readonly durations: readonly number[]
}

const KEPT_SECONDS = 120
const SAMPLES = 500

/** `seconds`: the whole seconds that are over, the oldest first, without gaps. */
export function createPulse(now: () => number = Date.now) {
  const seconds = signal<readonly Second[]>([])
  let at = Math.floor(now() / 1000)
  let requests = 0
  let durations: number[] = []

  setInterval(tick, 1000)
  return { seconds, add }

  function add({ duration }: { readonly duration: number }): void {
    tick()
    requests++
    if (durations.length < SAMPLES) durations.push(duration)
    else durations[Math.floor(Math.random() * requests)] = duration
  }

  function tick(): void {
    const current = Math.floor(now() / 1000)
    if (current === at) return
    const over: Second[] = []
    for (let second = Math.max(at, current - KEPT_SECONDS); second < current; second++) {
      over.push(
        second === at
          ? { at, requests, durations: durations.slice(0, SAMPLES).toSorted((a, b) => a - b) }
          : { at: second, requests: 0, durations: [] },
      )
    }
    seconds.value = [...seconds.peek(), ...over].slice(-KEPT_SECONDS)
    at = current
    requests = 0
    durations = []
  }
}
