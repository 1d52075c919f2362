// To which walk a request without a good token belongs.

import type { Ahead } from './ahead.ts'
import { idOf, isPartOf, isSame, waitingFor } from './candidates.ts'
import { type Match, matchOf } from './match.ts'
import type { Options, Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** Evidence of whose a request without a good token is. */
type TokenlessContext = {
  readonly ahead: Ahead
  /** By owner and cursor: the walks that were given it. */
  readonly given: ReadonlyMap<string, readonly WalkBuilder[]>
}

/** `builders`: walks with all tokens of a user. The cursor decides, else the connection, else it is the only one that was left. */
export function matchTokenless(
  step: Step,
  builders: readonly WalkBuilder[],
  { ahead, given }: TokenlessContext,
): Match | undefined {
  const { position } = step
  const owners = builders.filter(
    (builder) =>
      (step.cursor === null ? builder.start.paginator === 'page' : true) &&
      builder.goesOnTo(position) &&
      (step.cursor !== null || isWithin(step.options, builder.options())),
  )
  const waiting = waitingFor(step, owners)
  const recent = owners.toSorted((a, b) => idOf(b) - idOf(a))
  // As many walks go on by themselves as the same request comes later: another one has lost its token.
  const left =
    step.cursor === null
      ? recent.slice(ahead.countLater(recent[0], step))
      : recent.length > 0
        ? recent
        : holdersOf(position, given)
  return matchOf(waiting ?? left[0], 'tokenless')
}

/** The walks that were given a cursor, whatever their token. */
function holdersOf(cursor: string, given: TokenlessContext['given']): readonly WalkBuilder[] {
  for (const [key, builders] of given) if (key.endsWith(` ${cursor}`)) return builders
  return []
}

const isWithin = (some: Options, all: Options): boolean => isSame(some, all) || isPartOf(some, all)
