// A crowd: walks at the same time whose clients cannot be told apart. The walk to which a request
// belongs is then a guess. The number of requests for each page is certain.

import type { Work } from '../clock/turns.ts'
import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import type { Clients } from './clients.ts'
import { stepsAt } from './by-position.ts'
import { isServed, nextsOf } from './reading.ts'

export type Crowd = readonly Walk[]

/** The number of walks before and after a walk that may be in its crowd. */
const NEAR = 64
/** Other work may have a turn after so many walks. */
const TOGETHER = 64

/**
 * `everyone`: all walks at about that time, also those of clients that are certainly others, so that
 * every request counts. Empty if they are too many.
 */
export type Crowds = { readonly crowd: Crowd; readonly everyone: Crowd }

/**
 * Returns a function that finds the crowd of a walk; the walk itself is part of it.
 * `alike` are walks through the same list, in the order of their beginning.
 */
export function* createCrowds(
  alike: readonly Walk[],
  clients: Clients,
): Work<(walk: Walk) => Crowds> {
  const groupsOf = new Map<Walk, WalkGroups>()
  let group: Walk[] = []
  let everyone: Walk[] = []
  let end: Walk | undefined
  for (const [at, walk] of alike.entries()) {
    if (at % TOGETHER === 0) yield
    const isLater = end !== undefined && firstOf(walk).entry.id > lastOf(end).entry.id
    const isSoon = end !== undefined && waited(lastOf(end), firstOf(walk)) < AT_ONCE_MS
    if (isLater) group = []
    if (isLater && !isSoon) everyone = []
    groupsOf.set(walk, { group, index: group.length, everyone })
    group.push(walk)
    everyone.push(walk)
    if (end === undefined || lastOf(walk).entry.id > lastOf(end).entry.id) end = walk
  }
  return (walk) => {
    const { group: own, index, everyone: all } = groupsOf.get(walk) ?? NOWHERE
    const crowd = own
      .slice(Math.max(0, index - NEAR), index + NEAR)
      .filter((other) => other === walk || !clients.areApart(walk, other))
    return { crowd, everyone: all.length > NEAR ? NONE : all }
  }
}

/** `index`: that of the walk in its group. */
type WalkGroups = { readonly group: Crowd; readonly index: number; readonly everyone: Crowd }

const NONE: Crowd = []
const NOWHERE: WalkGroups = { group: NONE, index: 0, everyone: NONE }
const AT_ONCE_MS = 1000

/** The number of walks of a crowd that were served at a position. */
export const arrivalsAt = (crowd: Crowd, position: string): number =>
  crowd.filter((walk) => stepsAt(walk, position).some(isServed)).length

export const requestsFor = (
  crowd: Crowd,
  position: string,
  counting: 'without retries' | 'with retries' = 'without retries',
): WalkStep[] => {
  const requests: WalkStep[] = []
  for (const walk of crowd)
    for (const step of stepsAt(walk, position))
      if (counting === 'with retries' || step.link !== 'retry') requests.push(step)
  return requests
}

/** The number of clients of a crowd that were offered a page: a repeated answer counts once. */
export const countOffers = (crowd: Crowd, position: string): number =>
  crowd
    .flatMap(({ served }) => served)
    .filter((step) => step.link !== 'repeat' && nextsOf(step).includes(position)).length

/**
 * Whether a crowd fetched a page more than twice per client: one client did three times. As many
 * clients came to it as to the pages before and after it.
 */
export function isFetchedTooOften(step: WalkStep | undefined, crowd: Crowd): boolean {
  if (!step) return false
  const arrivals = [step.position, positionBefore(step), ...nextsOf(step)].map(
    (position) =>
      requestsFor(crowd, position).filter(({ link }) => link !== 'repeat' && link !== 'resumed')
        .length,
  )
  return requestsFor(crowd, step.position).length > 2 * Math.max(...arrivals)
}

export const positionBefore = ({ page }: WalkStep): string =>
  page === null || page === 2 ? FIRST : String(page - 1)

/** Whether a crowd came to the end of the list as often as it had walks at the same time. */
export function hasEachEnded(crowd: Crowd): boolean {
  const { most, ends } = countEnds(crowd)
  const begun = crowd.filter((walk) => firstOf(walk).position === FIRST).length
  return begun > most && ends >= most
}

/** Whether a crowd came to the end of the list so often that a client must have come twice. */
export function hasEndedTwice(crowd: Crowd): boolean {
  const { most, ends } = countEnds(crowd)
  return ends > most
}

/** The most walks of a crowd at the same time. */
export const mostAtOnce = (crowd: Crowd): number => countEnds(crowd).most

/** `most`: the most walks at the same time. `ends`: the answers that were the end of the list. */
function countEnds(crowd: Crowd): { readonly most: number; readonly ends: number } {
  let going: readonly number[] = []
  let most = 0
  let ends = 0
  for (const walk of crowd) {
    going = [...going.filter((last) => last > walk.id), lastOf(walk).entry.id]
    most = Math.max(most, going.length)
    for (const { list } of walk.served) if (list?.next === null) ends++
  }
  return { most, ends }
}
