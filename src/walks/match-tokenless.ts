// Finds the walk to which a request without a valid token belongs.

import type { Ahead } from './ahead.ts'
import { idOf, isPartOf, isSame, waitingFor } from './candidates.ts'
import { type Match, matchOf } from './match.ts'
import type { Options } from './list-target.ts'
import type { Recent } from './recent.ts'
import type { Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** The walks of one token of a user, and by cursor those that were given it. */
type Owner = {
  readonly recent: Pick<Recent, 'all'>
  readonly given: ReadonlyMap<string, readonly WalkBuilder[]>
}

/**
 * The walk must have been offered the page or given the cursor; the connection decides among
 * several such walks. Else a request by page belongs to a walk that nobody continues later.
 */
export function matchTokenless(step: Step, all: readonly Owner[], ahead: Ahead): Match | undefined {
  const { position } = step
  const builders = all.flatMap(({ recent: latest }) => latest.all())
  const offered = builders.filter(
    (builder) =>
      (step.cursor === null ? builder.start.paginator === 'page' : true) &&
      builder.goesOnTo(position) &&
      (step.cursor !== null || isWithin(step.options, builder.options())),
  )
  const waiting = waitingFor(step, offered)
  // A page by number may give cursors too, but its client seldom follows them.
  const byCursor = offered.filter((builder) => builder.optionsKey() === step.optionsKey)
  const likely = step.cursor !== null && byCursor.length > 0 ? byCursor : offered
  const recent = likely.toSorted((a, b) => idOf(b) - idOf(a))
  // Each later request for the page with a token continues one walk. Another walk lost its token.
  const left =
    step.cursor === null
      ? recent.slice(ahead.countLater(recent[0], step))
      : recent.length > 0
        ? recent
        : (all.map(({ given }) => given.get(position)).find((some) => some !== undefined) ?? [])
  return matchOf(waiting ?? left[0], 'tokenless')
}

const isWithin = (some: Options, all: Options): boolean => isSame(some, all) || isPartOf(some, all)
