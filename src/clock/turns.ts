// Turns of long work. All of it together, whoever asked for it, goes on for a few milliseconds; then whoever waits for an answer is
// served. Turns are given by time, because nobody can tell how long so many rows or requests take.

import { performance, setImmediate } from './real-time.ts'

/** Milliseconds. */
const TURN = 6

/** Stops wherever others may have their turn, and where it waits for something. */
export type Work<T> = Generator<void | Promise<void>, T, void>

export const isWork = (given: unknown): given is Work<unknown> =>
  Object.prototype.toString.call(given) === '[object Generator]'

type TurnOptions = { readonly now?: () => number; readonly defer?: (next: () => void) => void }

/** For one event loop: `now` in milliseconds, `defer` calls back after the events that are there already. */
export function createTurns({ now = performance.now, defer = setImmediate }: TurnOptions = {}) {
  const waiting: (() => void)[] = []
  let endsAt = -Infinity

  /** Undefined as long as the turn goes on. */
  function pause(): Promise<void> | undefined {
    if (now() < endsAt) return undefined
    return new Promise((resolve) => {
      if (waiting.push(resolve) === 1) deferTurn()
    })
  }

  /** A round of the event loop without work lies between two turns: a request that came during a turn is answered before the next one. */
  function deferTurn(): void {
    defer(() => defer(giveTurn))
  }

  function giveTurn(): void {
    endsAt = now() + TURN
    waiting.shift()?.()
    if (waiting.length > 0) deferTurn()
  }

  return {
    pause,

    /** Does work to its end; `goOn` may throw after a turn of others, when nobody waits for the result any more. */
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
        // Work that was given up lets go of its resources.
        work.throw(error)
        throw error
      }
    },
  }
}

/** Does work in one turn, where nobody waits meanwhile. It must wait for nothing itself. */
export function runAtOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** The result for each item; others may have their turn after each. */
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
