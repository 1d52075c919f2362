// Finds clients that may have turned pages back in another walk than the one that stopped.

import { FIRST } from '../walks/list-target.ts'
import type { Link, Walk, WalkStep } from '../walks/walk.ts'
import { stepsAt } from './by-position.ts'
import { positionBefore } from './crowd.ts'
import { mayBeTurned } from './in-crowd.ts'
import { isOnOwnLine } from './own-line.ts'
import { isOnOneLane } from './reading.ts'
import type { Session } from './rule.ts'
import { togetherWith } from './together.ts'

/**
 * Whether a walk stopped beside one that turned pages back. Unless a connection tells them apart,
 * both may hold requests of one person, who may stop anywhere.
 */
export function mayTurnBack(walk: Walk, stop: WalkStep, session: Session): boolean {
  const together = togetherWith(walk, session).filter((other) => other !== walk)
  const isGuess = walk.steps.some(({ evidence }) => evidence === 'shape')
  const isBack = (step: WalkStep): boolean =>
    isBefore(stop, step) && (isGuess ? step.link !== 'retry' : STRAYING.has(step.link))
  const isTurned = isOnOwnLine(walk, session)
    ? isBack
    : (step: WalkStep): boolean => step.link === 'previous' || isBack(step)
  return together.some(({ steps }) => steps.some(isTurned))
}

/** Whether a request after a stop was for the page before. */
const isBefore = (stop: WalkStep, { position, entry }: WalkStep): boolean =>
  entry.at > stop.sentAt && position === positionBefore(stop)

/** The links of requests that no answer had just offered. */
const STRAYING: ReadonlySet<Link> = new Set(['page', 'repeat', 'resumed'])

/**
 * Whether a walk jumped from the first page to one that another client may have turned to. That
 * client had requested a page beside it, and the jump may have come over any connection.
 */
export function mayBeTurnedTo(walk: Walk, session: Session): boolean {
  const jump = walk.steps.find(({ position }) => position !== FIRST)
  if (jump?.link !== 'page' || jump.page === null || isOnOwnLine(walk, session)) return false
  if (!isOnOneLane(walk)) return false
  const beside = [jump.page - 1, jump.page + 1].map(String)
  const { everyone } = session
  return (
    mayBeTurned(jump, everyone) &&
    everyone.some(
      (other) =>
        other !== walk &&
        beside.some((position) =>
          stepsAt(other, position).some(({ sentAt }) => sentAt <= jump.entry.at),
        ),
    )
  )
}
