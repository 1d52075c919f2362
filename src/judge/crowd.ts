// Clients at once that nothing tells apart. Which of them made a request is a guess, but how often each page was requested is none.

import { firstOf, lastOf, servedOf, type Walk, type WalkStep } from '../walks/walk.ts'
import type { Clients } from './clients.ts'

export type Crowd = readonly Walk[]

/** How many walks on or back: no more clients are at it at once. */
const NEAR = 64

/** For walks through the same list, in their order: those that each of them is in the middle of, itself among them. */
export function createCrowds(alike: readonly Walk[], clients: Clients): (walk: Walk) => Crowd {
  const groups = new Map<Walk, { readonly group: Walk[]; readonly index: number }>()
  let group: Walk[] = []
  let end = 0
  for (const walk of alike) {
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

/** How many walks of a crowd were served at a position. */
export const arrivalsAt = (crowd: Crowd, position: string): number =>
  crowd.filter((walk) => servedOf(walk).some((step) => step.position === position)).length

/** The requests of a crowd for a position. */
export const requestsFor = (
  crowd: Crowd,
  position: string,
  counting: 'without retries' | 'with retries' = 'without retries',
): WalkStep[] =>
  crowd.flatMap(({ steps }) =>
    steps.filter(
      (step) =>
        step.position === position && (counting === 'with retries' || step.link !== 'retry'),
    ),
  )
