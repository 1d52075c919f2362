// Cancelled requests: the client hung up because it no longer needed the answer.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import type { Session } from './rule.ts'

/** Whether a client hung up for another reason than that the answer was late. */
export const isCancelled = (step: WalkStep, walk: Walk, session: Session): boolean =>
  step.entry.hungUpAt !== null && (hasAnswer(step, session) || isTurnedAway(step, walk, session))

/** Milliseconds in which a client hangs up after the answer that it takes. */
const NOTICED_MS = 250

/**
 * Whether another request for the same page was answered just before. Clients that ask twice when
 * an answer is slow take the first answer.
 */
const hasAnswer = ({ position, entry: { hungUpAt } }: WalkStep, { crowd }: Session): boolean =>
  hungUpAt !== null &&
  crowd.some(({ served }) =>
    served.some(
      (twin) =>
        twin.position === position &&
        twin.sentAt <= hungUpAt &&
        twin.sentAt > hungUpAt - NOTICED_MS,
    ),
  )

const AT_ONCE_MS = 100
/** The number of later walks that are searched. */
const NEAR = 16

/**
 * Whether the client began another list at once, as for a person who chooses another filter. The
 * first list is then of no interest any more.
 */
const isTurnedAway = (
  { optionsKey, entry: { hungUpAt } }: WalkStep,
  walk: Walk,
  { walks, index, clients }: Session,
): boolean =>
  hungUpAt !== null &&
  walks.slice(index + 1, index + 1 + NEAR).some((other) => {
    const first = firstOf(other)
    return (
      first.position === FIRST &&
      first.optionsKey !== optionsKey &&
      Math.abs(first.entry.at - hungUpAt) < AT_ONCE_MS &&
      !clients.areApart(walk, other)
    )
  })
