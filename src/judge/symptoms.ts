// Observations on a walk that several rules and excuses share, each made once.

import { servedOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { afterEnd, knownBeyond } from './beyond.ts'
import { attemptsOf, findStop, pagesOf, positionsOf, repetitions } from './reading.ts'

export type Symptoms = {
  /** The last list of a walk that stopped although another page was offered. */
  readonly stop: WalkStep | undefined
  /** The pages that were served, ascending; the positions in the order of the first time. */
  readonly pages: readonly number[]
  readonly positions: readonly string[]
  /** Attempts at one position, run by run. */
  readonly attempts: readonly (readonly WalkStep[])[]
  /** Requests for the page that had just been served, run by run. */
  readonly again: readonly (readonly WalkStep[])[]
  /** Requests beyond the last page, in the knowledge of it; and those after the end of the list. */
  readonly beyond: readonly WalkStep[]
  readonly afterEnd: readonly WalkStep[]
}

/** Once more may be a second look, or an answer that did not arrive. */
export const TIMES_AGAIN = 3

const known = new WeakMap<Walk, Symptoms>()

export function symptomsOf(walk: Walk): Symptoms {
  const before = known.get(walk)
  if (before) return before
  const symptoms = observe(walk)
  known.set(walk, symptoms)
  return symptoms
}

function observe(walk: Walk): Symptoms {
  const again = repetitions(walk, TIMES_AGAIN)
  const beyond = knownBeyond(walk)
  return {
    stop: findStop(walk),
    pages: pagesOf(walk),
    positions: positionsOf(walk),
    attempts: attemptsOf(walk),
    again,
    beyond,
    afterEnd: stepsAfterEnd(walk, again, beyond),
  }
}

/** Two pages or more beyond the last, the last one three times, or a cursor made of nothing. */
function stepsAfterEnd(
  walk: Walk,
  again: Symptoms['again'],
  beyond: readonly WalkStep[],
): readonly WalkStep[] {
  const last = again.find(([first]) => first?.list?.next === null)
  if (last) return last.slice(1)
  const after = afterEnd(walk, beyond)
  return after.length > 1 || after.some(({ cursor }) => cursor !== null) ? after : []
}

/** The first answer and the last, where the walk stopped at what had been the last page when it began. */
export function staleCountOf(walk: Walk) {
  const { stop } = symptomsOf(walk)
  const [first] = servedOf(walk)
  return walk.paginator === 'page' && stop && first && first.lastPage === stop.page
    ? { first, stop }
    : undefined
}

/** Whether pages are the share of another worker: at most half of them are in this walk as well, and not all that this walk has. */
export function isShare(pages: readonly number[], own: ReadonlySet<number>): boolean {
  const common = pages.filter((page) => own.has(page)).length
  return common <= pages.length / 2 && (common < own.size || own.size === 1)
}
