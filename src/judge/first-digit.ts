// Finds a client that reads one digit of a page number, and so begins again at page 1 after page 9.

import { firstOf, lastOf, type Walk } from '../walks/walk.ts'
import { isBegunAtOnce, type IsNext, ownAround, runFrom } from './runs.ts'
import type { Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

/** A client that stops after nine pages may do so again, but hardly in the same moment. */
const TIMES = 2

/** Told at the first walk of a run of one client, each of which began at once after page 9. */
export function firstDigitOnly(walk: Walk, session: Session): Sighting | undefined {
  if (!stopsBeforeTen(walk)) return undefined
  const run = runFrom(walk, ownAround(walk, session), isBegunInstead)
  const again = run.slice(1).map(firstOf)
  if (again.length < TIMES) return undefined
  return {
    message: `page 10 was offered after page 9, and page 1 was requested instead, ${again.length} times: perhaps only the first digit of 10 was read`,
    shown: again.flatMap((step, index) => [
      { step: lastOf(run[index] ?? walk), note: 'next was page 10', isContext: true },
      { step, note: 'page 1 instead' },
    ]),
  }
}

const stopsBeforeTen = (walk: Walk): boolean => symptomsOf(walk).stop?.list?.next === '10'

const isBegunInstead: IsNext = (walk, next) =>
  stopsBeforeTen(walk) && firstOf(next).page === 1 && isBegunAtOnce(walk, next)
