// Finds a client that took the null at the end of a list for a cursor, and began again.

import { firstOf, lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile, previousOf } from './clients.ts'
import { walksAround } from './nearby.ts'
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
