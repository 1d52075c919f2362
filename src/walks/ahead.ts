// Later requests: evidence that only hindsight has of whose a request is.

import type { Step } from './step.ts'
import { retryAfterOf, waited } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** How many requests on. */
const NEAR = 64

export type Ahead = ReturnType<typeof createAhead>

/** The steps of one user, the oldest first. */
export function createAhead(steps: readonly Step[]) {
  /** By the id of a request: the next one over the same connection. */
  const following = new Map<number, Step>()
  const indexes = new Map<number, number>()
  const latest = new Map<number, Step>()
  for (const [index, step] of steps.entries()) {
    const { id, connection } = step.entry
    indexes.set(id, index)
    if (connection === 0) continue
    const before = latest.get(connection)
    if (before) following.set(before.entry.id, step)
    latest.set(connection, step)
  }

  function laterThan({ entry }: Step): readonly Step[] {
    const index = (indexes.get(entry.id) ?? steps.length) + 1
    return steps.slice(index, index + NEAR)
  }

  /** How often a list is served later at this position with the options of a walk. */
  function countLater(builder: WalkBuilder | undefined, step: Step): number {
    if (builder === undefined) return 0
    return laterThan(step).filter(
      (later) =>
        later.entry.token === builder.start.entry.token &&
        later.position === step.position &&
        later.optionsKey === builder.optionsKey() &&
        later.answered === 'served',
    ).length
  }

  return {
    /** Whether a walk's connection brings the same request next: then this one is another client's. */
    isAboutTo(builder: WalkBuilder, step: Step): boolean {
      const last = builder.lastStep()
      const next = last && following.get(last.entry.id)
      return next !== undefined && next !== step && isSameRequest(next, step)
    },

    /** Whether all walks like this one go on with their own options later, so that a request with others is none of theirs. */
    goesOnItself(builder: WalkBuilder, step: Step, builders: readonly WalkBuilder[]): boolean {
      const peers = builders.filter(
        (other) => other.optionsKey() === builder.optionsKey() && other.goesOnTo(step.position),
      )
      return countLater(builder, step) >= peers.length
    },

    countLater,

    /** Whether the request that failed is made again as it was told, so that an earlier one may be another client's. */
    isMadeAsTold: (failed: Step, early: Step): boolean =>
      laterThan(early).some(
        (later) =>
          isSameRequest(later, failed) &&
          waited(failed, later) >= retryAfterOf(failed) * 1000 - TOLERANCE_MS,
      ),
  }
}

/** Timers are not exact. */
const TOLERANCE_MS = 50

const isSameRequest = (one: Step, other: Step): boolean =>
  one.entry.token === other.entry.token &&
  one.position === other.position &&
  one.optionsKey === other.optionsKey
