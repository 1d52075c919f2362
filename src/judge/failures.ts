// Reads what became of a request that failed.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { requestsFor } from './crowd.ts'
import { areAtOnce, isHedge } from './hedge.ts'
import { NEARBY } from './nearby.ts'
import type { Session } from './rule.ts'

export const answerOf = ({ entry: { status, hungUpAt } }: WalkStep): string => {
  if (hungUpAt !== null) return 'too late for the client, which hung up'
  if (status === null) return 'by a cut connection'
  return status === 200 ? 'with a broken body' : String(status)
}

/** Whether the walk had the page before: the client asked twice and needs no second answer. */
export const hasAlready = ({ position, entry }: WalkStep, { served }: Walk): boolean =>
  served.some((step) => step.position === position && step.entry.id < entry.id)

/** Whether a client asked twice because an answer was slow, and hung up on the slower one. */
export const isSecondRequest = (step: WalkStep, walk: Walk, session: Session): boolean =>
  (step.entry.hungUpAt !== null || firstOf(walk).position !== FIRST) && isHedge(walk, session)

/**
 * Whether a request got a list at the failed position later, or while the client still waited.
 * Walks through the same list count as well, unless another client certainly made them.
 */
export function cameBack(
  walk: Walk,
  { alike, indexAlike, clients }: Session,
  failed: WalkStep,
): boolean {
  const askers = alike
    .slice(Math.max(0, indexAlike - NEARBY))
    .filter((other) => !clients.areApart(walk, other) && stepsAt(other, failed).length > 0)
  const served = askers.flatMap((other) => stepsAt(other, failed)).filter(isServed)
  if (isRetriedByShape(walk, failed, askers)) return true
  // Each client at the same time needs an answer of its own.
  const atOnce = askers.filter((other) => other === walk || isBeside(walk, other))
  return served.length >= atOnce.length && served.some((step) => step.sentAt > failed.entry.at)
}

/**
 * Whether a later request of another walk for the second page may be the retry. That walk is then
 * one look at the first page, which is no mistake.
 */
const isRetriedByShape = (walk: Walk, failed: WalkStep, askers: readonly Walk[]): boolean =>
  walk.served.length === 1 &&
  askers.some(
    (other) =>
      other !== walk &&
      stepsAt(other, failed).some(
        (step) => step.evidence === 'shape' && isServed(step) && step.entry.at > failed.sentAt,
      ),
  )

/**
 * Whether a crowd got a page as often as another page of the walk. Each client then got it, though
 * a retry may have been taken for another client's request.
 */
export const isAnsweredInCrowd = (
  failed: WalkStep,
  { served }: Walk,
  { crowd }: Session,
): boolean => {
  const countOf = ({ position }: WalkStep): number =>
    requestsFor(crowd, position, 'with retries').filter(isServed).length
  return crowd.length > 1 && countOf(failed) >= Math.min(...served.map(countOf))
}

/** Whether two walks have requests that were under way at once, as those of two clients. */
const isBeside = (walk: Walk, other: Walk): boolean =>
  isMeanwhile(walk, other) &&
  walk.steps.some((step) => other.steps.some((beside) => areAtOnce(step, beside)))

export const stepsAt = ({ steps }: Walk, { position }: WalkStep): readonly WalkStep[] =>
  steps.filter((step) => step.position === position)

export const isServed = ({ answered }: WalkStep): boolean => answered === 'served'
