// Finds the walks of a user: first those whose client is certain, then the others.

import type { Work } from '../clock/turns.ts'
import { findParties } from './parties.ts'
import type { Step } from './step.ts'
import type { Walk } from './walk.ts'
import { groupSteps, type WalkOptions } from './walks.ts'

/**
 * Groups the steps of one user, the oldest first, into walks. Those of each party are grouped by
 * themselves.
 */
export function* findWalks(steps: readonly Step[], options: WalkOptions): Work<Walk[]> {
  const { strays = [] } = options
  const parties = yield* findParties(steps, strays)
  const walks: Walk[] = []
  for (const party of new Set([TOGETHER, ...parties.values()])) {
    const isMeant = ({ entry }: Step): boolean =>
      (parties.get(entry.connection) ?? TOGETHER) === party
    const own = parties.size === 0 ? steps : steps.filter(isMeant)
    const group = { ...options, strays: strays.filter(isMeant), party }
    walks.push(...(yield* groupSteps(own, group)))
  }
  return walks.toSorted((a, b) => a.id - b.id)
}

/** The party of the connections that may have one client. */
const TOGETHER = 0
