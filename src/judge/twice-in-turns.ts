// Finds clients that request everything twice or more often, each page directly after it came.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { walksAfter, walksAround, walksBefore } from './nearby.ts'
import { areConcurrent, isOnOneLane, nextsOf } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { ownAround } from './runs.ts'

const MIN_PAGES = 3

/**
 * Walks of one client whose requests alternate, so that each page comes twice. Two clients one after
 * the other over new connections may take turns as well, so this is a note there. Walks that a header
 * tells apart are not one client's repetition.
 */
export function twiceInTurns(walk: Walk, session: Session): Sighting | undefined {
  if (walk.served.length < MIN_PAGES || firstOf(walk).position !== FIRST) return undefined
  if (walksBefore(session.alike, session.indexAlike).some((other) => areInTurnsOn(other, walk)))
    return undefined
  const later = walksAfter(session.alike, session.indexAlike)
  const shown = onOneLine(walk, later) ?? inTwoWalks(walk, later, session)
  const times = shown?.filter(({ position }) => position === FIRST).length
  return (
    shown && {
      message: `every page was requested ${times === 2 ? 'twice' : `${times} times`} in a row, each time with success`,
      shown: shown.map((step) => ({ step })),
      severity: isKnown(shown) && areOverOne(shown) ? 'warning' : 'note',
    }
  )
}

/** The requests of a walk and of another one that certainly has the same client. */
function inTwoWalks(walk: Walk, later: readonly Walk[], session: Session): WalkStep[] | undefined {
  const twins = later.filter((other) => areInTurns(walk.served, other.served))
  if (twins.length === 0 || !isOnOneLane(walk)) return undefined
  const own = ownAround(walk, session)
  const twin = twins.find((other) => own.includes(other))
  if (!twin || !own.includes(walk) || areTold(walk, twin)) return undefined
  const served = inOrder([...walk.served, ...twin.served])
  const isAlone = !areConcurrent(walksAround(session.alike, session.indexAlike))
  return isAlone || areOverOne(served) ? served : undefined
}

/**
 * The requests over the connection with which a walk began, if each page came over it equally often
 * in a row, and then the next one. Walks of identical clients may have taken them for each other's.
 */
function onOneLine(walk: Walk, later: readonly Walk[]): WalkStep[] | undefined {
  const { line } = firstOf(walk)
  const end = lastOf(walk).entry.id
  const twin = later.find((other) => firstOf(other).line === line && other.id < end)
  if (line === 0 || !twin || areTold(walk, twin)) return undefined
  const served = inOrder([walk, ...later].flatMap((one) => one.served)).filter(
    (step) => step.line === line,
  )
  const times = served.findIndex(({ position }) => position !== FIRST)
  const isEqual = served.every(({ position }, index) => {
    const before = served[index - times]
    const isOffered = before === undefined || nextsOf(before).includes(position)
    return isOffered && position === served[index - (index % times)]?.position
  })
  const pages = new Set(served.map(({ position }) => position)).size
  const isOften = times > 1 && isEqual && served.length === times * pages
  return isOften && pages >= MIN_PAGES && areOverOne(served) ? served : undefined
}

/** Whether two walks over the connection with which they began had turns. */
const areInTurnsOn = (one: Walk, other: Walk): boolean =>
  firstOf(other).line !== 0 &&
  firstOf(one).line === firstOf(other).line &&
  isMeanwhile(one, other) &&
  areInTurns(one.served, other.served)

/** Whether the connections are known. Requests within a process have none. */
const isKnown = ([first]: readonly WalkStep[]): boolean => first?.entry.connection !== 0

/** Whether all requests came over one connection. Two clients in step may seem to be one line. */
const areOverOne = (steps: readonly WalkStep[]): boolean =>
  steps.every(({ entry }) => entry.connection === steps[0]?.entry.connection)

const inOrder = (steps: readonly WalkStep[]): WalkStep[] =>
  steps.toSorted((a, b) => a.entry.id - b.entry.id)

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
