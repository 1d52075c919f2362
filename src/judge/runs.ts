// Runs: walks of one client through the same list, one after the other.

import { MIN_KEPT } from '../walks/evidence.ts'
import { firstOf, type Walk } from '../walks/walk.ts'
import { walksAround } from './nearby.ts'
import { areConcurrent } from './reading.ts'
import type { Session } from './rule.ts'

/**
 * The walks around one that certainly have the same client: all if no requests were under way at
 * once. Else those over its connection, if the client keeps that for itself, or none.
 */
export function ownAround(walk: Walk, { alike, indexAlike }: Session): readonly Walk[] {
  const around = walksAround(alike, indexAlike)
  if (!areConcurrent(around)) return around
  const { line } = firstOf(walk)
  const users = around.filter(({ steps }) => steps.some((step) => step.line === line))
  const isKept = users.every(({ steps }) => steps.every((step) => step.line === line))
  const requests = users.reduce((total, { steps }) => total + steps.length, 0)
  return line !== 0 && isKept && requests >= MIN_KEPT ? users : []
}

export type IsNext = (walk: Walk, next: Walk) => boolean

/** The walks from one on, each of which is the next after the one before. Empty within a run. */
export function runFrom(walk: Walk, own: readonly Walk[], isNext: IsNext): readonly Walk[] {
  const at = own.indexOf(walk)
  const before = own[at - 1]
  if (at < 0 || (before && isNext(before, walk))) return []
  const run = [walk]
  for (const next of own.slice(at + 1)) {
    if (!isNext(run.at(-1) ?? walk, next)) break
    run.push(next)
  }
  return run
}
