// Finds the walks of a user: first those whose client is certain, then the others.

import type { Work } from '../clock/turns.ts'
import { findSettled } from './settled.ts'
import type { Step } from './step.ts'
import type { Walk } from './walk.ts'
import { groupSteps, type WalkOptions } from './walks.ts'

/**
 * Groups the steps of one user, the oldest first, into walks. Those over settled connections are
 * grouped by themselves.
 */
export function* findWalks(steps: readonly Step[], options: WalkOptions): Work<Walk[]> {
  const settled = yield* findSettled(steps)
  if (settled.size === 0) return yield* groupSteps(steps, { ...options, isSettled: false })
  const { strays = [] } = options
  const walks: Walk[] = []
  for (const isSettled of [true, false]) {
    const isMeant = ({ entry }: Step): boolean => settled.has(entry.connection) === isSettled
    const group = { ...options, strays: strays.filter(isMeant), isSettled }
    walks.push(...(yield* groupSteps(steps.filter(isMeant), group)))
  }
  return walks.toSorted((a, b) => a.id - b.id)
}
