// Finds a client that took the null at the end of a list for a cursor, and began again.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile, previousOf } from './clients.ts'
import { walksAround } from './nearby.ts'
import { listOf } from './options.ts'
import { isRoundInto } from './rounds.ts'
import type { Session } from './rule.ts'

/**
 * The last step of a whole walk, and the request after it that begins again with an empty cursor.
 * A client that sent no cursor at first took the null at the end for a cursor.
 */
export function emptyCursorAfter(
  walk: Walk,
  { walks, index, clients }: Session,
): WalkStep[] | undefined {
  const first = firstOf(walk)
  if (!first.parameters.has('cursor') || first.link !== 'first') return undefined
  const before = previousOf(walk, { walks, index, clients }, (other) => isRoundInto(other, walk))
  if (!before || firstOf(before).parameters.has('cursor')) return undefined
  // A client that keeps connections would have begun over the one that it had.
  if (clients.leaves(walk, before) || clients.leaves(before, walk)) return undefined
  if (isSharedWith(before, walksAround(walks, index))) return undefined
  const isAlone = walks.every(
    (other) =>
      other === walk ||
      other === before ||
      !(isMeanwhile(before, other) || isMeanwhile(walk, other)) ||
      clients.areApart(before, other) ||
      clients.areApart(walk, other),
  )
  return isAlone ? [lastOf(before), first] : undefined
}

/**
 * Whether another walk without a cursor at first came over the connection of a walk. Several clients
 * then share it: the one that takes the null for a cursor begins only once without.
 */
const isSharedWith = (before: Walk, walks: readonly Walk[]): boolean =>
  walks.some(
    (other) =>
      other !== before &&
      !firstOf(other).parameters.has('cursor') &&
      firstOf(other).link === 'first' &&
      other.steps.some(({ line }) => line !== 0 && line === lastOf(before).line),
  )

/**
 * The ends of a list, and directly after each the first page again with an empty cursor. Whichever
 * clients read the list at the same time, one that began without a cursor took nulls for cursors.
 */
export function emptyCursorsAfterEnds(walk: Walk, { walks, index }: Session): WalkStep[] {
  if (!isEmptyCursor(firstOf(walk))) return []
  const same = walksAround(walks, index).filter(
    (other) => listOf(other) === listOf(walk) && other.perPage === walk.perPage,
  )
  const steps = same.flatMap((other) => other.steps).toSorted((a, b) => a.entry.id - b.entry.id)
  const begins = steps.filter((step) => isEmptyCursor(step) && step.link !== 'retry')
  const [first] = begins
  if (first !== firstOf(walk) || begins.length < MIN_BEGINS) return []
  const isBegunWithout = same.some(
    ({ paginator, steps: [start] }) =>
      paginator === 'cursor' &&
      start?.link === 'first' &&
      !isEmptyCursor(start) &&
      start.entry.id < first.entry.id,
  )
  const ends = steps.filter(({ cursor, list }) => cursor !== null && list?.next === null)
  const shown = begins.flatMap((begin) => {
    const end = ends.findLast(({ sentAt }) => sentAt <= begin.entry.at)
    return end && waited(end, begin) < AT_ONCE_MS ? [end, begin] : []
  })
  return isBegunWithout && new Set(shown).size === 2 * begins.length ? shown : []
}

export const isEmptyCursor = ({ position, parameters }: WalkStep): boolean =>
  position === FIRST && parameters.has('cursor')

/** A single one may be the first of another client. */
const MIN_BEGINS = 2

const AT_ONCE_MS = 250
