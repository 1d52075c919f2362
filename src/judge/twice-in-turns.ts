// Finds clients that request everything twice, each page directly after it came.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isOnOneLane } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { ownAround } from './runs.ts'

const MIN_PAGES = 3
/** The number of walks after one that are compared with it. Those of one client begin together. */
const NEXT = 2

/**
 * Two walks of one client whose requests alternate, so that each page comes twice. Two clients that
 * share one connection take turns as well, so this is a note.
 */
export function twiceInTurns(walk: Walk, session: Session): Sighting | undefined {
  if (walk.served.length < MIN_PAGES || firstOf(walk).position !== FIRST) return undefined
  const { alike, indexAlike } = session
  const twin = alike
    .slice(indexAlike + 1, indexAlike + 1 + NEXT)
    .find((other) => areInTurns(walk.served, other.served))
  if (!twin || !isOnOneLane(walk)) return undefined
  const own = ownAround(walk, session)
  if (!own.includes(walk) || !own.includes(twin)) return undefined
  return {
    message: areTold(walk, twin)
      ? 'two walks requested every page in turns, each under a name of its own in a header'
      : 'every page was requested twice in a row, each time with success',
    shown: [...walk.served, ...twin.served]
      .toSorted((a, b) => a.entry.id - b.entry.id)
      .map((step) => ({ step })),
    severity: 'note',
  }
}

/** Whether a header, the same in all requests of a walk, tells two walks apart. */
function areTold(one: Walk, other: Walk): boolean {
  const [name, otherName] = [headerOf(one), headerOf(other)]
  return name !== null && otherName !== null && name !== otherName
}

/** The correlation of all requests of a walk; null if some have another one, or none. */
function headerOf(walk: Walk): string | null {
  const { correlation } = firstOf(walk).entry
  return walk.steps.every(({ entry }) => entry.correlation === correlation) ? correlation : null
}

/** Whether both walks have the same pages, and both requests for a page come before the next. */
const areInTurns = (one: readonly WalkStep[], other: readonly WalkStep[]): boolean =>
  one.length === other.length &&
  one.every((step, index) => {
    const twin = other[index]
    const [next, nextTwin] = [one[index + 1], other[index + 1]]
    return (
      twin?.position === step.position &&
      (next === undefined || twin.entry.id < next.entry.id) &&
      (nextTwin === undefined || step.entry.id < nextTwin.entry.id)
    )
  })
