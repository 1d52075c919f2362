// Rounds: walks through a whole list, one directly after the other by the same client.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk } from '../walks/walk.ts'
import { isMeanwhile, previousOf } from './clients.ts'
import { listOf } from './options.ts'
import type { Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { walksAfter, walksAround, walksBefore } from './nearby.ts'

const AT_ONCE_MS = 1000

/**
 * The number of whole walks through the same list directly before a walk that stopped early.
 * One whole walk is not enough: there are then none.
 */
export const roundsBefore = (walk: Walk, session: Session): number =>
  allRoundsBefore(walk, session).length

/** These walks, the latest first. */
export function allRoundsBefore(walk: Walk, session: Session): readonly Walk[] {
  const { walks, index, indexOf, clients } = session
  const nearby = walksBefore(walks, index)
  if (!isPart(walk) && !nearby.some((other) => mayBeSwapped(other, walk, nearby, session)))
    return NONE
  const rounds: Walk[] = []
  let next = walk
  let at = index
  for (;;) {
    const round = next
    const before = previousOf(round, { walks, index: at, clients }, (other) =>
      isRoundInto(other, round),
    )
    if (!before || isStopBetween(before, round, session)) break
    rounds.push(before)
    next = before
    at = indexOf(before)
  }
  return rounds.length > 1 ? rounds : NONE
}

const NONE: readonly Walk[] = []

/**
 * Whether a walk through the same list began and stopped between two rounds. Their client may then
 * load its pages again, and no round follows directly on the other.
 */
const isStopBetween = (before: Walk, round: Walk, { walks, indexOf }: Session): boolean =>
  walks
    .slice(indexOf(before) + 1, indexOf(round))
    .some(
      (other) =>
        firstOf(other).optionsKey === firstOf(round).optionsKey &&
        firstOf(other).entry.id > lastOf(before).entry.id &&
        lastOf(other).entry.id < firstOf(round).entry.id &&
        symptomsOf(other).stop !== undefined,
    )

/** Whether a round of another walk may have stopped instead of a walk that seems to have. */
export function isInPlaceOfRound(walk: Walk, session: Session): boolean {
  const { walks, index } = session
  const nearby = walksAround(walks, index)
  return walksAfter(walks, index).some(
    (later, distance) =>
      mayBeSwapped(walk, later, nearby, session) &&
      roundsBefore(later, { ...session, index: index + 1 + distance }) > 0,
  )
}

/**
 * Whether a later walk requested the page after the stop of this one. Clients that share
 * connections may have had their requests taken for each other's. The later walk began before the
 * stop, or a third walk over the same connections was beside this one.
 */
function mayBeSwapped(
  walk: Walk,
  later: Walk,
  nearby: readonly Walk[],
  { clients }: Session,
): boolean {
  const { stop } = symptomsOf(walk)
  return (
    stop !== undefined &&
    walk.name === later.name &&
    !clients.areApart(walk, later) &&
    (isMeanwhile(walk, later) || nearby.some((other) => isBetween(other, walk, later))) &&
    firstOf(later).optionsKey === stop.optionsKey &&
    later.steps.some(
      ({ position, entry }) => position === stop.list?.next && entry.id > stop.entry.id,
    )
  )
}

/** Whether a walk was beside another one, and used a connection that the later one uses too. */
const isBetween = (other: Walk, walk: Walk, later: Walk): boolean =>
  other !== walk &&
  other !== later &&
  isMeanwhile(other, walk) &&
  sharesConnection(other, later) &&
  sharesConnection(walk, later)

function sharesConnection(one: Walk, other: Walk): boolean {
  const { onlyLine } = symptomsOf(one)
  if (onlyLine !== undefined)
    return onlyLine !== 0 && other.steps.some(({ line }) => line === onlyLine)
  const lines = new Set(one.steps.map(({ line }) => line))
  return other.steps.some(({ line }) => line !== 0 && lines.has(line))
}

/** Whether a walk stopped early, perhaps at the first page. */
export function isPart(walk: Walk): boolean {
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
    first !== undefined &&
    (first.optionsKey === begin.optionsKey || goesOnByCursor(before, next)) &&
    first.link === 'first' &&
    begin.link === 'first' &&
    last.list?.next === null &&
    before.steps.length > 1 &&
    waited(last, begin) < AT_ONCE_MS
  )
}

/** Whether a list whose first page offered both ways was read by cursor, and then begun so. */
const goesOnByCursor = (before: Walk, next: Walk): boolean =>
  before.paginator === 'cursor' &&
  next.paginator === 'cursor' &&
  before.perPage === next.perPage &&
  listOf(before) === listOf(next)
