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
