// Finds first pages that a client fetched in a row, without any pause.

import { firstOf, waited, type Walk } from '../walks/walk.ts'
import { isOnlyFirst } from './lists.ts'
import { walksAround } from './nearby.ts'
import { areConcurrent } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { counted } from './words.ts'

/** So many first pages without a pause are no polling. */
const MANY_FIRST = 4
const PAUSE_MS = 25

/** First pages that a client fetched one directly after the other, though it had read the list. */
export function firstInARow(walk: Walk, { alike, indexAlike }: Session): Sighting | undefined {
  if (!isOnlyFirst(walk)) return undefined
  const around = walksAround(alike, indexAlike)
  // Several clients that share a connection make such a row together.
  if (areConcurrent(around)) return undefined
  const own = around.filter((other) => isOnLineOf(other, walk))
  const at = own.indexOf(walk)
  if (isNext(own[at - 1], walk)) return undefined
  let end = at
  while (isNext(own[end], own[end + 1])) end++
  const looks = own.slice(at, end + 1).map(firstOf)
  if (looks.length < MANY_FIRST) return undefined
  return {
    message: `the first page was fetched ${counted(looks.length, 'time')} one directly after the other`,
    shown: looks.map((step) => ({ step })),
    severity: 'note',
  }
}

const isOnLineOf = (other: Walk, walk: Walk): boolean =>
  other.steps.some(({ line }) => line !== 0 && line === firstOf(walk).line)

const isNext = (other: Walk | undefined, next: Walk | undefined): boolean =>
  other !== undefined &&
  next !== undefined &&
  isOnlyFirst(other) &&
  isOnlyFirst(next) &&
  waited(firstOf(other), firstOf(next)) < PAUSE_MS
