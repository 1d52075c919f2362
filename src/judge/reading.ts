// Observations on a walk that several rules share.

import { FIRST, type Step } from '../walks/step.ts'
import { hadRead, lastOf, servedOf, type Walk, type WalkStep } from '../walks/walk.ts'

/** How a sentence names a position: page 3, the first page, cursor eyJpZCI6Nz… */
export function nameOfPosition({ page, cursor }: Step): string {
  if (page !== null) return `page ${page}`
  if (cursor === null) return 'the first page'
  return `cursor ${cursor.length > 24 ? `${cursor.slice(0, 20)}…` : cursor}`
}

/** The positions that were served, each once, in the order of the first time. */
export const positionsOf = (walk: Walk): string[] => [
  ...new Set(servedOf(walk).map(({ position }) => position)),
]

/** The numbers of the pages that were served, ascending. */
export const pagesOf = (walk: Walk): number[] =>
  [...new Set(servedOf(walk).flatMap(({ page }) => (page === null ? [] : [page])))].toSorted(
    (a, b) => a - b,
  )

/** Faults that change when an answer comes and not what it says. */
const HARMLESS_FAULTS = new Set(['delay', 'slow'])

export const isFaulted = ({ entry }: Step): boolean =>
  entry.faults.some((type) => !HARMLESS_FAULTS.has(type))

/** Links that are a mistake themselves, after which a walk is not what its client meant. */
const BROKEN = new Set(['lost', 'altered', 'foreign', 'unknown', 'tokenless'])

export const isBroken = ({ steps }: Walk): boolean => steps.some(({ link }) => BROKEN.has(link))

/** How many pages the list had when it was last served. */
export const knownLastPage = (walk: Walk): number =>
  servedOf(walk).findLast(({ lastPage }) => lastPage !== null)?.lastPage ?? 1

/**
 * The last list of a walk that stopped although another page was offered: it fetched two pages or more, one after the other
 * and never backwards, and its last request was answered well.
 */
export function findStop(walk: Walk): WalkStep | undefined {
  const served = servedOf(walk)
  const isBackwards = walk.steps.some(({ link }) => link === 'previous') || isTurning(served)
  if (
    !walk.isOver ||
    isBackwards ||
    isBroken(walk) ||
    positionsOf(walk).length < 2 ||
    lastOf(walk).answered !== 'served'
  )
    return undefined
  return walk.paginator === 'page' ? stopByPage(walk, served) : stopByCursor(served)
}

/** Whether pages were looked at once more after others, or turned backwards, as people do. */
export function isTurning(served: readonly WalkStep[]): boolean {
  const seen = new Set<string>()
  return served.some((step, index) => {
    const before = served[index - 1]
    const isAgain = seen.has(step.position) && before?.position !== step.position
    seen.add(step.position)
    return isAgain || (before !== undefined && isBackwards(before, step) && hadRead(before, step))
  })
}

const isBackwards = (before: Step, step: Step): boolean =>
  before.page !== null && step.page !== null && before.page > step.page

function stopByPage(walk: Walk, served: readonly WalkStep[]): WalkStep | undefined {
  const pages = pagesOf(walk)
  const [from = 1] = pages
  const to = pages.at(-1) ?? from
  const isContiguous = to - from + 1 === pages.length
  const stop = served.findLast(({ page }) => page === to)
  return isContiguous && to < knownLastPage(walk) ? stop : undefined
}

function stopByCursor(served: readonly WalkStep[]): WalkStep | undefined {
  const hasEnded = served.some(({ list }) => list?.next === null)
  return hasEnded ? undefined : served.at(-1)
}

/** Whether a page held fewer rows than it may, and offered a next one all the same. */
export const isShort = ({ list, entry, perPage }: Step): boolean =>
  list?.next !== null && (entry.rows ?? 0) < perPage

/** Served steps that asked for a position again which had just been served, run by run; only runs of `times` or more. */
export function repetitions(walk: Walk, times: number): WalkStep[][] {
  const runs: WalkStep[][] = []
  for (const step of servedOf(walk)) {
    const run = runs.at(-1)
    if (run?.at(-1)?.position === step.position && step.link === 'repeat') run.push(step)
    else runs.push([step])
  }
  // Clients at once over one connection ask for every page as often as they are many.
  const beside = (index: number): number =>
    Math.max(runs[index - 1]?.length ?? 1, runs[index + 1]?.length ?? 1)
  return runs.filter(
    (run, index) => run.length >= times + beside(index) - 1 && run[0]?.position !== FIRST,
  )
}

/** Attempts at one position, run by run: each after the first is a retry. */
export function attemptsOf({ steps }: Walk): WalkStep[][] {
  const runs = new Map<string, WalkStep[]>()
  const done: WalkStep[][] = []
  for (const step of steps) {
    const run = step.link === 'retry' ? runs.get(step.position) : undefined
    if (run) run.push(step)
    else {
      const fresh = [step]
      runs.set(step.position, fresh)
      done.push(fresh)
    }
  }
  return done
}
