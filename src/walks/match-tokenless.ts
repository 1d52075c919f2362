// Finds the walk to which a request without a valid token belongs.

import type { Ahead } from './ahead.ts'
import { idOf, isPartOf, isSame, waitingFor } from './candidates.ts'
import { type Match, matchOf } from './match.ts'
import type { Options, Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** Evidence for the walk of a request without a valid token. */
type TokenlessContext = {
  readonly ahead: Ahead
  /** The walks that were given a cursor. The key is the token, the walk's name and the cursor. */
  readonly given: ReadonlyMap<string, readonly WalkBuilder[]>
}

/**
 * `builders` are the walks of all tokens of a user. The walk must have been offered the page or
 * given the cursor; the connection decides among several such walks.
 * Else a request by page belongs to a walk that nobody continues later.
 */
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
  // Each later request for the page with a token continues one walk. Another walk lost its token.
  const left =
    step.cursor === null
      ? recent.slice(ahead.countLater(recent[0], step))
      : recent.length > 0
        ? recent
        : holdersOf(position, given)
  return matchOf(waiting ?? left[0], 'tokenless')
}

/** The walks that were given a cursor, whatever their token is. */
function holdersOf(cursor: string, given: TokenlessContext['given']): readonly WalkBuilder[] {
  for (const [key, builders] of given) if (key.endsWith(` ${cursor}`)) return builders
  return []
}

const isWithin = (some: Options, all: Options): boolean => isSame(some, all) || isPartOf(some, all)
