// Finds pages that a client fetched twice, one time after the other or both at once.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { stepsAt } from './by-position.ts'
import { requestsFor } from './crowd.ts'
import { firstRequestsOf, twinOf } from './hedge.ts'
import { isOnOwnLine, mixedWith } from './own-line.ts'
import { areConcurrent, isFaulted, isServed, nameOfPage, nameOfPlace } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { enumerate } from './words.ts'

/** Fewer pages may be fetched twice for a reason of their own. */
const MIN_TWICE = 3

const isOnItsWay = (step: WalkStep | undefined): boolean =>
  step?.link === 'next' || step?.link === 'retry'

/** A walk of one client that fetched every page after the first once more after its answer. */
export function everyPageTwice(walk: Walk, session: Session): Sighting | undefined {
  const later = walk.served.filter(({ position }) => position !== FIRST)
  const isAgain = new Set(later.map(({ position }) => position)).size < later.length
  if (!isAgain || mixedWith(walk, session).length > 1 || mayBeImpatient(walk)) return undefined
  const isAlone = session.alike.length === 1 || isOnOwnLine(walk, session)
  const runs = runsOf(later)
  const [[first] = []] = runs
  const twice = runs.filter((run) => run.length === 2 && isOnItsWay(run[0]))
  const isInTurn = runs.length >= MIN_TWICE && twice.length === runs.length
  // Where the first page came twice as well, two clients may have read the list.
  const isOnlyReader = isAlone && firstsAround(session) < 2
  if (!first || (!isInTurn && !isEachTwice(later, isOnlyReader)))
    return mostTwice(later, isOnlyReader) ?? someTwice(twice, session)
  return {
    message: `every page from ${nameOfPlace(first)} on was fetched twice, each time with success`,
    shown: later.map((step) => ({ step })),
    severity: 'warning',
  }
}

const firstsAround = ({ everyone }: Session): number =>
  requestsFor(everyone, FIRST, 'with retries').filter(isServed).length

/** The steps, grouped into those for one position after the other. */
function runsOf(steps: readonly WalkStep[]): WalkStep[][] {
  const runs: WalkStep[][] = []
  for (const step of steps) {
    const run = runs.at(-1)
    if (run?.[0]?.position === step.position) run.push(step)
    else runs.push([step])
  }
  return runs
}

/** Whether each page came twice, in any order, and no other client read the list. */
function isEachTwice(later: readonly WalkStep[], isAlone: boolean): boolean {
  if (!isAlone) return false
  const visits = [...Map.groupBy(later, ({ position }) => position).values()]
  return visits.length >= MIN_TWICE && visits.every((run) => run.length === 2 && isOnItsWay(run[0]))
}

/**
 * Nearly all pages more than once, in any order, as by workers that share a cursor. No other client
 * read the list, and this one did not turn pages back.
 */
function mostTwice(later: readonly WalkStep[], isAlone: boolean): Sighting | undefined {
  if (!isAlone || later.some(({ link }) => link === 'previous')) return undefined
  const visits = [...Map.groupBy(later, ({ position }) => position).values()]
  const again = visits.filter((run) => run.length > 1 && isOnItsWay(run[0]))
  if (again.length < MIN_TWICE || again.length < visits.length - 1) return undefined
  return {
    message: `${again.length} of the ${visits.length} pages after the first were fetched more than once, each time with success`,
    shown: again.flat().map((step) => ({ step })),
    severity: 'warning',
  }
}

/**
 * Whether a client hung up on a request, for any page or for the one given. An answer that looks
 * served may then have come too late for the client as well, so a repetition is no mistake.
 */
export const mayBeImpatient = ({ steps }: Walk, position?: string): boolean =>
  steps.some(
    (step) =>
      step.entry.hungUpAt !== null && (position === undefined || step.position === position),
  )

/**
 * How often at most a client hung up on one page. An answer that came too late for it looks served,
 * so other pages may seem to have come as often.
 */
export function mostHangUps(walk: Walk): number {
  let most = 0
  for (const run of symptomsOf(walk).attempts)
    most = Math.max(most, run.filter(({ entry }) => entry.hungUpAt !== null).length)
  return most
}

/**
 * Some pages that were fetched twice over one connection each, or by the only client of the token.
 * With a single one of them it may be a second look.
 */
function someTwice(
  twice: readonly (readonly WalkStep[])[],
  { walks }: Session,
): Sighting | undefined {
  if (twice.length < MIN_KEPT) return undefined
  const isAlone = !areConcurrent(walks)
  const isOnly = walks.length === 1
  const kept = twice.filter(
    ([one, again]) =>
      one &&
      again &&
      !isFaulted(one) &&
      (isAlone ||
        (one.line !== 0 && one.line === again.line) ||
        (isOnly && !isSecondAttempt(one, again))),
  )
  if (kept.length < MIN_KEPT) return undefined
  const names = kept.flatMap(([one]) => (one ? [nameOfPage(one)] : []))
  return {
    message: `${enumerate(names.slice(0, MAX_NAMED))}${names.length > MAX_NAMED ? ' and others' : ''} were fetched twice, each time with success`,
    shown: kept.flat().map((step) => ({ step })),
    severity: 'note',
  }
}

/** Whether a client may have asked again because the answer was slow. */
const isSecondAttempt = (one: WalkStep, again: WalkStep): boolean =>
  again.entry.at < one.sentAt && again.entry.at - one.entry.at >= LEAST_PATIENCE_MS

/** No client finds an answer slow in less time. */
const LEAST_PATIENCE_MS = 5
const MIN_KEPT = 2
const MAX_NAMED = 4

/** A walk from the second page on that requested each page together with the walk before it. */
export function twiceAtOnce(walk: Walk, session: Session): Sighting | undefined {
  const [first] = walk.served
  if (!first || firstOf(walk).link !== 'resumed' || walk.served.length < MIN_TWICE) return undefined
  if (mayBeImpatient(walk) || !walk.served.slice(1).every(isOnItsWay)) return undefined
  const twin = twinOf(walk, session) ?? firstRequestsOf(walk, session)
  if (!twin || !isTwiceUpTo(first, twin, session) || mayBeImpatient(twin)) return undefined
  const pairs = twin.served.flatMap((step) => {
    const again = walk.served.find(({ position }) => position === step.position)
    return again ? [step, again] : []
  })
  return {
    message: `every page from ${nameOfPlace(first)} on was requested twice at about the same time, each time with success`,
    shown: pairs.map((step) => ({ step })),
    severity: 'warning',
  }
}

/**
 * Whether each page between the first one of a walk and a step of its twin came twice. Where one
 * client alone read the list, the second time may be in another walk.
 */
function isTwiceUpTo(
  { position }: WalkStep,
  twin: Walk,
  { everyone }: Pick<Session, 'everyone'>,
): boolean {
  const end = twin.served.findIndex((step) => step.position === position)
  const walks = requestsFor(everyone, FIRST).length === 1 ? everyone : [twin]
  return (
    end > 0 &&
    twin.served
      .slice(1, end)
      .every((step) => walks.flatMap((walk) => servedAt(walk, step.position)).length > 1)
  )
}

const servedAt = (walk: Walk, position: string): readonly WalkStep[] =>
  stepsAt(walk, position).filter(isServed)
