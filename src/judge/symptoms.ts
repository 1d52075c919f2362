// Symptoms: observations on a walk that several rules and excuses share, computed once.

import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { afterEnd, knownBeyond } from './beyond.ts'
import { attemptsOf, findStop, pagesOf, positionsOf, repetitions } from './reading.ts'
import { areWorkers } from './workers.ts'

export type Symptoms = {
  /** The last list of a walk that stopped although another page was offered. */
  readonly stop: WalkStep | undefined
  /** The numbers of the served pages, ascending. */
  readonly pages: readonly number[]
  /** The served positions, in the order of their first answer. */
  readonly positions: readonly string[]
  /** All steps, grouped into a request and its retries. */
  readonly attempts: readonly (readonly WalkStep[])[]
  /** Runs of at least TIMES_AGAIN served steps that repeat one position. */
  readonly again: readonly (readonly WalkStep[])[]
  /** Requests for a page that does not exist, as the client could know from an earlier answer. */
  readonly beyond: readonly WalkStep[]
  readonly afterEnd: readonly WalkStep[]
  /** The line of all requests; undefined when there are several. */
  readonly onlyLine: number | undefined
}

/** Two fetches may be a second look, or the first answer did not arrive. */
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
    stop: findStop(walk, areWorkers(walk) && areOwn(walk)),
    pages: pagesOf(walk),
    positions: positionsOf(walk),
    attempts: attemptsOf(walk),
    again,
    beyond,
    afterEnd: stepsAfterEnd(walk, again, beyond),
    onlyLine: onlyLineOf(walk),
  }
}

/** Whether no request may be another client's, as far as evidence goes. */
const areOwn = ({ steps }: Walk): boolean => steps.every(({ evidence }) => evidence !== 'shape')

function onlyLineOf(walk: Walk): number | undefined {
  const first = firstOf(walk)
  return walk.steps.every(({ line }) => line === first.line) ? first.line : undefined
}

/**
 * The requests of a client that did not notice the end of the list.
 * It fetched the last page at least three times, two or more pages beyond it,
 * or sent a cursor after a null.
 */
function stepsAfterEnd(
  walk: Walk,
  again: Symptoms['again'],
  beyond: readonly WalkStep[],
): readonly WalkStep[] {
  const last = again.find(([first]) => first?.list?.next === null)
  // Where other pages came again as well, the client repeats each page, and not the end.
  if (last) return again.length === 1 ? last.slice(1) : []
  const after = afterEnd(walk, beyond)
  return after.length > 1 || after.some(({ cursor }) => cursor !== null) ? after : []
}

/** The first and the last list of a walk that stopped at the last page of its first answer. */
export function staleCountOf(walk: Walk) {
  const { stop } = symptomsOf(walk)
  const [first] = walk.served
  return walk.paginator === 'page' && stop && first && first.lastPage === stop.page
    ? { first, stop }
    : undefined
}

/**
 * Whether pages of another walk may be the share of another worker.
 * Every worker may read the first page; of the others few are also in `own`.
 * A worker that made requests of its own has pages that the other walk lacks.
 */
export function isShare(pages: readonly number[], own: ReadonlySet<number>): boolean {
  const others = pages.filter((page) => page !== 1)
  const common = others.filter((page) => own.has(page)).length
  const fetched = new Set(pages)
  const isCovered = own.size > 1 && [...own].every((page) => fetched.has(page))
  return common <= others.length * MOST_IN_COMMON && !isCovered
}

/** Workers take a page twice after a timeout only. */
const MOST_IN_COMMON = 1 / 3
