// Runs: walks of one client through the same list, one after the other.

import { MIN_KEPT } from '../walks/evidence.ts'
import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk } from '../walks/walk.ts'
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
  return line !== 0 && isKept && areLong(users) ? users : []
}

/**
 * Whether walks are long enough to show that their client stays on one connection. Single requests
 * of several clients could be on it as well.
 */
const areLong = (walks: readonly Walk[]): boolean =>
  walks.some(({ steps }) => steps.length >= MIN_KEPT) ||
  (walks.length > 2 && walks.slice(0, -1).every(({ steps }) => steps.length > 1))

export type IsNext = (walk: Walk, next: Walk) => boolean

const AT_ONCE_MS = 250

/** Whether the next walk of a client began at the first page directly after another one. */
export const isBegunAtOnce: IsNext = (walk, next) =>
  firstOf(next).position === FIRST && waited(lastOf(walk), firstOf(next)) < AT_ONCE_MS

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
