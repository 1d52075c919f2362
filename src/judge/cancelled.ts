// Cancelled requests: the client hung up because it no longer needed the answer.

import { isSame } from '../walks/candidates.ts'
import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { walksAround } from './nearby.ts'
import type { Session } from './rule.ts'
import { stepsAt } from './by-position.ts'

/** Whether a client hung up for another reason than that the answer was late. */
export const isCancelled = (step: WalkStep, walk: Walk, session: Session): boolean =>
  step.entry.hungUpAt !== null && (hasAnswer(step, session) || isTurnedAway(step, walk, session))

/** Milliseconds in which a client hangs up after the answer that it takes. */
const NOTICED_MS = 250
/** The same, if the request may belong to another walk of the client. */
const LATE_MS = 1000

/**
 * Whether another request for the same page was answered just before. Clients that ask twice when
 * an answer is slow take the first answer.
 */
const hasAnswer = (
  { position, evidence, entry: { hungUpAt } }: WalkStep,
  { alike, indexAlike }: Session,
): boolean =>
  hungUpAt !== null &&
  walksAround(alike, indexAlike).some((other) =>
    stepsAt(other, position).some(
      (twin) =>
        twin.answered === 'served' &&
        twin.sentAt <= hungUpAt &&
        twin.sentAt > hungUpAt - (evidence === 'shape' ? LATE_MS : NOTICED_MS),
    ),
  )

/** Milliseconds in which a client asks for the list to which it turned, even on a busy machine. */
const AT_ONCE_MS = 1000

/**
 * Whether the client turned to another list at once, as a person does who chooses another filter.
 * The first list is then of no interest any more. The same list by cursor is no other list.
 */
const isTurnedAway = (
  { options, entry: { hungUpAt } }: WalkStep,
  walk: Walk,
  { walks, index, clients }: Session,
): boolean =>
  hungUpAt !== null &&
  walksAround(walks, index).some(
    (other) =>
      !isSame(firstOf(other).options, options) &&
      !clients.areApart(walk, other) &&
      other.steps.some(
        ({ position, entry }) =>
          position === FIRST &&
          entry.at > hungUpAt - NOTICED_MS &&
          entry.at < hungUpAt + AT_ONCE_MS,
      ),
  )
