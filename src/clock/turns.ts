// Turns of long work. All long work together runs for a few milliseconds, then waiting requests are
// served. Turns are measured in time, because the time for one row or request is unknown.

import { performance, setImmediate } from './real-time.ts'

/** The length of a turn in milliseconds. */
const TURN = 5

/**
 * Work as a generator. It yields where other work may have a turn, and yields a promise to wait for
 * it.
 */
export type Work<T> = Generator<void | Promise<void>, T, void>

export const isWork = (given: unknown): given is Work<unknown> =>
  Object.prototype.toString.call(given) === '[object Generator]'

type TurnOptions = { readonly now?: () => number; readonly defer?: (next: () => void) => void }

/**
 * Turns for one event loop. `now` returns milliseconds. `defer` calls back after the pending
 * events.
 */
export function createTurns({ now = performance.now, defer = setImmediate }: TurnOptions = {}) {
  const waiting: (() => void)[] = []
  let endsAt = -Infinity
  let given = 0

  /** Undefined while the current turn lasts. */
  function pause(): Promise<void> | undefined {
    if (now() < endsAt) return undefined
    return new Promise((resolve) => {
      if (waiting.push(resolve) === 1) deferTurn()
    })
  }

  /**
   * One round of the event loop without work lies between two turns. It answers the requests that
   * arrived during a turn.
   */
  function deferTurn(): void {
    defer(() => defer(giveTurn))
  }

  function giveTurn(): void {
    endsAt = now() + TURN
    given++
    waiting.shift()?.()
    if (waiting.length > 0) deferTurn()
  }

  return {
    pause,

    /** The number of turns so far. */
    given: (): number => given,

    /**
     * Runs work to its end. After each pause it calls `goOn`, which may throw to stop work that
     * nobody waits for.
     */
    async run<T>(work: Work<T>, goOn?: () => void): Promise<T> {
      try {
        for (;;) {
          const pausing = pause()
          if (pausing) {
            await pausing
            goOn?.()
          }
          const step = work.next()
          if (step.done) return step.value
          if (step.value) await step.value
        }
      } catch (error) {
        // The generator's `finally` blocks free its resources.
        work.throw(error)
        throw error
      }
    },
  }
}

/** Runs work in one turn, where no request waits. The work must not wait for a promise. */
export function runAtOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** Maps each item. Other work may have a turn after each item. */
export function* mapInTurns<T, R>(
  items: Iterable<T>,
  map: (item: T, index: number) => R,
): Work<R[]> {
  const mapped: R[] = []
  for (const item of items) {
    mapped.push(map(item, mapped.length))
    yield
  }
  return mapped
}

/** The turns of this process. */
export const turns = createTurns()
