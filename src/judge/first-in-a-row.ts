// Finds first pages that a client fetched in a row, without any pause.

import { firstOf, lastOf, waited, type Walk } from '../walks/walk.ts'
import { isOnlyFirst } from './lists.ts'
import { type IsNext, ownAround, runFrom } from './runs.ts'
import type { Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

/** So many first pages without a pause are no polling. */
const MANY_FIRST = 4
const PAUSE_MS = 25
const LONG_PAUSE_MS = 250

/** First pages that a client fetched one directly after the other, though it had read the list. */
export function firstInARow(walk: Walk, session: Session): Sighting | undefined {
  if (!isOnlyFirst(walk)) return undefined
  const own = ownAround(walk, session)
  const quick = runFrom(walk, own, isNextWithin(PAUSE_MS))
  const slow = runFrom(walk, own, isNextWithin(LONG_PAUSE_MS))
  const looks = isOnceForEachPage(slow, own) ? slow : quick
  if (looks.length < MANY_FIRST) return undefined
  return {
    message: `the first page was fetched ${counted(looks.length, 'time')} in a row, without a pause`,
    shown: looks.map((look) => ({ step: firstOf(look) })),
    severity: 'note',
  }
}

const isNextWithin =
  (pause: number): IsNext =>
  (other, next) =>
    isOnlyFirst(other) && isOnlyFirst(next) && waited(lastOf(other), firstOf(next)) < pause

/** Whether a client looked as often as its list has pages, as if it fetched each of them again. */
const isOnceForEachPage = (looks: readonly Walk[], own: readonly Walk[]): boolean =>
  looks.length >= MANY_FIRST &&
  own.some((other) => symptomsOf(other).positions.length === looks.length)
