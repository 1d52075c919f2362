// Finds walks that are certainly one client's, because they have a connection to themselves.

import { MIN_KEPT } from '../walks/evidence.ts'
import type { Walk } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import type { Crowd } from './crowd.ts'
import { walksAround } from './nearby.ts'
import type { Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

const known = new WeakMap<Walk, boolean>()

/**
 * Whether all requests of a walk came over one connection that no other walk used at that time. No
 * other client can then have made one of them.
 */
export function isOnOwnLine(walk: Walk, session: Session): boolean {
  const is = known.get(walk) ?? findOut(walk, session)
  known.set(walk, is)
  return is
}

function findOut(walk: Walk, { walks, index }: Session): boolean {
  const { onlyLine } = symptomsOf(walk)
  if (onlyLine === undefined || onlyLine === 0) return false
  const users = walksAround(walks, index).filter((other) => hasUsed(other, onlyLine))
  if (users.some((other) => other !== walk && isMeanwhile(walk, other))) return false
  // A short walk says little, unless the walks before and after it stayed on the connection too.
  const isKept = users.every((other) => symptomsOf(other).onlyLine === onlyLine)
  const kept = isKept ? users : [walk]
  return kept.reduce((total, { steps }) => total + steps.length, 0) >= MIN_KEPT
}

function hasUsed(walk: Walk, used: number): boolean {
  const { onlyLine } = symptomsOf(walk)
  return onlyLine === undefined ? walk.steps.some(({ line }) => line === used) : onlyLine === used
}

/** The lines that a walk used again. Requests over two of them may be those of two clients. */
export function linesUsedAgain({ steps }: Walk): ReadonlySet<number> {
  const used = new Set<number>()
  const again = new Set<number>()
  for (const { line } of steps)
    if (used.has(line)) again.add(line)
    else used.add(line)
  again.delete(0)
  return again
}

/** The walks whose requests may have been taken for each other's. */
export const mixedWith = (walk: Walk, session: Session): Crowd =>
  isOnOwnLine(walk, session) ? [walk] : session.crowd

/** The walks over the connection of a walk that has it to itself; else all through the same list. */
export function readersWith(walk: Walk, session: Session): readonly Walk[] {
  const { alike, indexAlike } = session
  const { onlyLine } = symptomsOf(walk)
  return isOnOwnLine(walk, session)
    ? walksAround(alike, indexAlike).filter((other) => symptomsOf(other).onlyLine === onlyLine)
    : alike
}
