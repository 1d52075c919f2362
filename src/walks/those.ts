// Picks walks from a list of them, without a new list where that is possible.

import type { WalkBuilder } from './walk-builder.ts'

const NONE: readonly WalkBuilder[] = []

/** The walks that pass a test. Mostly all or none of them do, so few lists are made. */
export function those(
  builders: readonly WalkBuilder[],
  isMeant: (builder: WalkBuilder) => boolean,
): readonly WalkBuilder[] {
  let count = 0
  for (const builder of builders) if (isMeant(builder)) count++
  if (count === 0) return NONE
  return count === builders.length ? builders : builders.filter(isMeant)
}

/** The walk with the lowest rank; of equal ones, the first. */
export function lowest(
  builders: readonly WalkBuilder[],
  rankOf: (builder: WalkBuilder) => number,
): WalkBuilder | undefined {
  let [best] = builders
  if (!best || builders.length === 1) return best
  let least = rankOf(best)
  for (const builder of builders) {
    const rank = rankOf(builder)
    if (rank < least) [best, least] = [builder, rank]
  }
  return best
}
