// Finds clients that go back and forth between two pages.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { nameOfPage, waitsBetween } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { ownAround, runFrom } from './runs.ts'
import { symptomsOf } from './symptoms.ts'
import { medianOf } from './waits.ts'
import { counted } from './words.ts'

/** The least number of turns between two pages for a finding. People make fewer. */
const MIN_TURNS = 6

/** Finds two pages that are fetched in turns. The rows identify a page, whatever its cursor is. */
export function backAndForth(walk: Walk): Sighting | undefined {
  // Each turn but the first two repeats a position, so most walks need no look at their rows.
  if (walk.served.length - symptomsOf(walk).positions.length < MIN_TURNS - 2) return undefined
  for (const served of servedToEach(walk)) {
    const sighting = turnsIn(served)
    if (sighting) return sighting
  }
  return undefined
}

/** The answers of a walk by line, where each line was used again: two lines may be two clients. */
function servedToEach({ served }: Walk): readonly (readonly WalkStep[])[] {
  const byLine = Map.groupBy(served, ({ line }) => line)
  const isKept = !byLine.has(0) && [...byLine.values()].every((steps) => steps.length > 1)
  return isKept ? [...byLine.values()] : [served]
}

function turnsIn(served: readonly WalkStep[]): Sighting | undefined {
  const rowsOf = (index: number): string | undefined => served[index]?.list?.ids
  let turns = 0
  for (const index of served.keys()) {
    const isTurn = index > 1 && rowsOf(index) === rowsOf(index - 2)
    turns = isTurn && rowsOf(index) !== rowsOf(index - 1) ? turns + 1 : 0
    if (turns < MIN_TURNS) continue
    const shown = served.slice(index - turns - 1)
    const [one, other] = shown
    if (!one || !other) return undefined
    return {
      message: `the client went back and forth between ${nameOfPage(one)} and ${nameOfPage(other)} in ${counted(shown.length, 'request')}`,
      shown: shown.map((step) => ({
        step,
        note: step.list?.next === null ? 'the end' : 'a next page was offered',
      })),
    }
  }
  return undefined
}

/** How often each of two pages comes for each client, beyond what people who turn pages do. */
const OFTEN = 3

/**
 * Two neighbouring pages that clients at once fetched far more often than the first page, whatever
 * walks their requests were taken for.
 */
export function turnsInCrowd(walk: Walk, { everyone }: Session): Sighting | undefined {
  if (everyone[0] !== walk || everyone.length < 2) return undefined
  const pages = Map.groupBy(
    everyone.flatMap(({ served }) => served),
    ({ position }) => position,
  )
  const clients = pages.get(FIRST)?.length ?? 0
  const least = Math.max(OFTEN * clients, MIN_TURNS / 2)
  if (clients === 0) return undefined
  for (const there of pages.values()) {
    const [one] = there
    const back = pages.get(one?.list?.cursors?.previous ?? one?.list?.previous ?? '') ?? []
    const [other] = back
    if (!one || !other || Math.min(there.length, back.length) < least) continue
    return {
      message: `clients went back and forth between ${nameOfPage(other)} and ${nameOfPage(one)} in ${counted(there.length + back.length, 'request')}`,
      shown: [...back, ...there].map((step) => ({ step })),
    }
  }
  return undefined
}

/** So many rounds through two pages are remarkable, and so many are no tests one after the other. */
const SOME_ROUNDS = 4
const MANY_ROUNDS = 6
const PAUSE_MS = 250
const QUICK_MS = 50

/** A client that fetches only the first two pages, and begins again each time. */
export function firstTwoInTurns(walk: Walk, session: Session): Sighting | undefined {
  if (!areFirstTwo(walk)) return undefined
  const run = runFrom(
    walk,
    ownAround(walk, session),
    (one, next) => isNextRound(one, next) && !session.clients.leaves(one, next),
  )
  if (run.length < SOME_ROUNDS) return undefined
  return {
    message: `the client fetched the first page and ${nameOfPage(lastOf(walk))} in turns, ${counted(run.length, 'time')}, and no other page`,
    shown: run.flatMap(({ served }) =>
      served.map((step) => ({ step, note: 'a next page was offered' })),
    ),
    ...(run.length < MANY_ROUNDS && { severity: isWithoutPause(run) ? 'warning' : 'note' }),
  }
}

/** Whether requests mostly followed directly on each other. Tests do some work in between. */
function isWithoutPause(run: readonly Walk[]): boolean {
  const served = run.flatMap((walk) => walk.served)
  return medianOf(waitsBetween(served)) < QUICK_MS
}

const isNextRound = (walk: Walk, next: Walk): boolean =>
  areFirstTwo(walk) &&
  areFirstTwo(next) &&
  lastOf(walk).entry.id < next.id &&
  waited(lastOf(walk), firstOf(next)) < PAUSE_MS

const areFirstTwo = (walk: Walk): boolean => {
  const { stop, positions } = symptomsOf(walk)
  return stop !== undefined && positions.length === 2 && positions[0] === FIRST
}
