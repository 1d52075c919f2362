// Known rows: a client that looks for new rows stops when it meets rows that it has.

import { lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { listOf } from './options.ts'
import type { Session } from './rule.ts'
import { walksBefore } from './nearby.ts'

/**
 * Whether a walk stopped because it looked only for new rows and met known ones.
 * Known rows are those of earlier walks, of which one must have come to the end of the list.
 * Such a client stops at the first page with known rows, or at the first page without new ones.
 */
export function metKnownRows(walk: Walk, stop: WalkStep, { walks, index }: Session): boolean {
  const earlier = walksBefore(walks, index).filter((other) => isBefore(other, walk))
  if (!earlier.some(isWhole)) return false
  const pages = new Set(earlier.flatMap(({ served }) => served).map(idsIn))
  const others = walk.served.filter(({ position }) => position !== stop.position)
  // Whole pages decide most walks, and need no list of all rows.
  if (others.some((step) => pages.has(idsIn(step)))) return false
  const known = new Set([...pages].flatMap(split))
  const isKnown = (id: string): boolean => known.has(id)
  return idsOf(stop).some(isKnown) && others.every((step) => !idsOf(step).every(isKnown))
}

const isBefore = (other: Walk, walk: Walk): boolean =>
  lastOf(other).entry.id < walk.id &&
  other.paginator === walk.paginator &&
  listOf(other) === listOf(walk)

const isWhole = (walk: Walk): boolean => walk.served.some(({ list }) => list?.next === null)

const idsIn = ({ list }: WalkStep): string => list?.ids ?? ''

const idsOf = (step: WalkStep): string[] => split(idsIn(step))

const split = (ids: string): string[] => (ids === '' ? [] : ids.split(','))
