// Rounds: walks through a whole list, one directly after the other by the same client.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk } from '../walks/walk.ts'
import { isMeanwhile, previousOf } from './clients.ts'
import type { Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

const AT_ONCE_MS = 1000

/**
 * The number of whole walks through the same list directly before a walk that stopped early.
 * One whole walk is not enough: the function then returns 0.
 */
export function roundsBefore(walk: Walk, { walks, index, clients }: Session): number {
  const nearby = walks.slice(Math.max(0, index - NEAR), index)
  if (!isPart(walk) && !nearby.some((other) => mayBeSwapped(other, walk))) return 0
  let rounds = 0
  let next = walk
  let at = index
  for (;;) {
    const round = next
    const before = previousOf(round, { walks, index: at, clients }, (other) =>
      isRoundInto(other, round),
    )
    if (!before) break
    rounds++
    next = before
    at = walks.indexOf(before)
  }
  return rounds > 1 ? rounds : 0
}

/** Whether a round of another walk may have stopped instead of a walk that seems to have. */
export const isInPlaceOfRound = (walk: Walk, session: Session): boolean =>
  session.walks
    .slice(session.index + 1, session.index + 1 + NEAR)
    .some(
      (later, distance) =>
        mayBeSwapped(walk, later) &&
        roundsBefore(later, { ...session, index: session.index + 1 + distance }) > 0,
    )

/** The number of walks before and after a walk that are searched. */
const NEAR = 16

/**
 * Whether a later walk, which began before this one stopped, requested the page after the stop:
 * clients that share connections may have had their requests taken for each other's.
 */
function mayBeSwapped(walk: Walk, later: Walk): boolean {
  const { stop } = symptomsOf(walk)
  return (
    stop !== undefined &&
    walk.name === later.name &&
    isMeanwhile(walk, later) &&
    firstOf(later).optionsKey === stop.optionsKey &&
    later.steps.some(
      ({ position, entry }) => position === stop.list?.next && entry.id > stop.entry.id,
    )
  )
}

/** Whether a walk stopped early, perhaps at the first page. */
function isPart(walk: Walk): boolean {
  const [first, second] = walk.served
  const isLeftAtFirst = first?.position === FIRST && !second && first.list?.next !== null
  return isLeftAtFirst || symptomsOf(walk).stop !== undefined
}

/**
 * Whether a walk came to the end of the list, and the next began at its first page at once. Walks
 * of different names are meant to be different.
 */
export function isRoundInto(before: Walk, next: Walk): boolean {
  const [first] = before.steps
  const last = lastOf(before)
  const begin = firstOf(next)
  return (
    before.name === next.name &&
    first?.optionsKey === begin.optionsKey &&
    first.link === 'first' &&
    begin.link === 'first' &&
    last.list?.next === null &&
    before.steps.length > 1 &&
    waited(last, begin) < AT_ONCE_MS
  )
}
