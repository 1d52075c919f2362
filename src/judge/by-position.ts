// Sorts the requests of a walk by their position.

import type { Walk, WalkStep } from '../walks/walk.ts'

const NONE: readonly WalkStep[] = []

const byPosition = new WeakMap<Walk, ReadonlyMap<string, readonly WalkStep[]>>()

/** The requests of a walk for a position. They are sorted once, because rules ask for many. */
export function stepsAt(walk: Walk, position: string): readonly WalkStep[] {
  let sorted = byPosition.get(walk)
  if (!sorted) byPosition.set(walk, (sorted = Map.groupBy(walk.steps, (step) => step.position)))
  return sorted.get(position) ?? NONE
}
