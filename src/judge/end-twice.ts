// Finds clients that requested the last page once more, as if its answer had not ended the list.

import { FIRST } from '../walks/list-target.ts'
import { waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { requestsFor } from './crowd.ts'
import { isFaulted, nameOfPage } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { ownAround } from './runs.ts'
import { symptomsOf } from './symptoms.ts'
import { mayBeImpatient } from './twice.ts'

/** A later request looks for new rows. */
const AT_ONCE_MS = 1000

export function endTwice(walk: Walk, session: Session): Sighting | undefined {
  const pair = pairOf(walk)
  const [end, again] = pair
  if (!end || !again || mayBeImpatient(walk)) return undefined
  if (!ownAround(walk, session).includes(walk) && !isTwiceInCrowd(end, session)) return undefined
  return {
    message: `${nameOfPage(end)} was requested again although its answer had ended the list`,
    shown: [
      { step: end, note: 'here the next was null', isContext: true },
      { step: again, note: 'the same page again' },
    ],
    kind: 'the last page again',
    severity: 'note',
  }
}

/** The last two answers of a walk, if both are the last page and no other page came twice. */
function pairOf(walk: Walk): readonly WalkStep[] {
  const { served } = walk
  const [end, again] = served.slice(-2)
  const isAgain =
    end !== undefined &&
    again !== undefined &&
    isRepetition(again, walk) &&
    again.position === end.position &&
    end.position !== FIRST &&
    end.list?.next === null &&
    !isFaulted(end) &&
    waited(end, again) < AT_ONCE_MS &&
    served.filter((step) => isRepetition(step, walk)).length === 1
  return isAgain ? [end, again] : []
}

/** Whether a page was requested again after it had come. The first attempt may have failed. */
const isRepetition = (step: WalkStep, walk: Walk): boolean =>
  step.link === 'repeat' ||
  (step.link === 'retry' &&
    symptomsOf(walk).attempts.some((run) => run[0]?.link === 'repeat' && run.includes(step)))

/** Whether a crowd requested the last page at least twice for each of its clients. */
function isTwiceInCrowd({ position }: WalkStep, { crowd }: Session): boolean {
  const clients = requestsFor(crowd, FIRST).length
  return (
    clients > 0 &&
    !crowd.some((other) => mayBeImpatient(other)) &&
    requestsFor(crowd, position).length >= 2 * clients
  )
}
