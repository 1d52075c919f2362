// A crowd: walks at the same time whose clients cannot be told apart. The walk to which a request
// belongs is then a guess. The number of requests for each page is certain.

import type { Work } from '../clock/turns.ts'
import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import type { Clients } from './clients.ts'
import { stepsAt } from './by-position.ts'

export type Crowd = readonly Walk[]

/** The number of walks before and after a walk that may be in its crowd. */
const NEAR = 64
/** Other work may have a turn after so many walks. */
const TOGETHER = 64

/**
 * Returns a function that finds the crowd of a walk; the walk itself is part of it.
 * `alike` are walks through the same list, in the order of their beginning.
 */
export function* createCrowds(
  alike: readonly Walk[],
  clients: Clients,
): Work<(walk: Walk) => Crowd> {
  const groups = new Map<Walk, { readonly group: Walk[]; readonly index: number }>()
  let group: Walk[] = []
  let end = 0
  for (const [at, walk] of alike.entries()) {
    if (at % TOGETHER === 0) yield
    if (firstOf(walk).entry.id > end) group = []
    groups.set(walk, { group, index: group.length })
    group.push(walk)
    end = Math.max(end, lastOf(walk).entry.id)
  }
  return (walk) => {
    const { group: own, index } = groups.get(walk) ?? { group: [walk], index: 0 }
    return own
      .slice(Math.max(0, index - NEAR), index + NEAR)
      .filter((other) => other === walk || !clients.areApart(walk, other))
  }
}

/** The number of walks of a crowd that were served at a position. */
export const arrivalsAt = (crowd: Crowd, position: string): number =>
  crowd.filter((walk) => stepsAt(walk, position).some(({ answered }) => answered === 'served'))
    .length

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

/** Whether a crowd fetched a page more than twice per client: one client did three times. */
export function isFetchedTooOften(step: WalkStep | undefined, crowd: Crowd): boolean {
  if (!step) return false
  const arrivals = [step.position, positionBefore(step)].map(
    (position) =>
      requestsFor(crowd, position).filter(({ link }) => link !== 'repeat' && link !== 'resumed')
        .length,
  )
  return requestsFor(crowd, step.position).length > 2 * Math.max(...arrivals)
}

const positionBefore = ({ page }: WalkStep): string =>
  page === null || page === 2 ? FIRST : String(page - 1)

/** Whether a crowd came to the end of the list as often as it had walks at the same time. */
export function hasEachEnded(crowd: Crowd): boolean {
  const { most, ends } = countEnds(crowd)
  return crowd.length > most && ends >= most
}

/** Whether a crowd came to the end of the list so often that a client must have come twice. */
export function hasEndedTwice(crowd: Crowd): boolean {
  const { most, ends } = countEnds(crowd)
  return ends > most
}

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
