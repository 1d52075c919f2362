// Finds walks that hold the second requests of a client that asks twice when an answer is slow.

import type { Walk, WalkStep } from '../walks/walk.ts'
import type { Session } from './rule.ts'

/**
 * Whether each request of a walk was under way at the same time as the same request of a longer
 * walk.
 */
export const isHedge = (walk: Walk, { alike }: Session): boolean =>
  alike.some(
    (other) =>
      other !== walk &&
      other.steps.length > walk.steps.length &&
      walk.steps.every((step) =>
        other.steps.some((first) => first.position === step.position && areAtOnce(first, step)),
      ),
  )

const areAtOnce = (one: WalkStep, other: WalkStep): boolean =>
  one.entry.at < other.sentAt && other.entry.at < one.sentAt
