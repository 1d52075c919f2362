// Observations on a walk that several rules share.

import { FIRST } from '../walks/list-target.ts'
import type { Step } from '../walks/step.ts'
import { hadRead, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'

/** Names a page in a sentence: `page 3`, `the first page`, `the page at cursor eyJpZCI6Nz…`. */
export function nameOfPage({ page, cursor }: Step): string {
  if (page !== null) return `page ${page}`
  return cursor === null ? 'the first page' : `the page at ${nameOfCursor(cursor)}`
}

/** Names a place in a list, as it follows `from`: `page 3`, `the first page`, `cursor eyJ…`. */
export const nameOfPlace = (step: Step): string =>
  step.page === null && step.cursor !== null ? nameOfCursor(step.cursor) : nameOfPage(step)

/** Names a cursor in a sentence: `cursor eyJpZCI6Nz…`. */
export const nameOfCursor = (cursor: string): string =>
  `cursor ${cursor.length > 24 ? `${cursor.slice(0, 20)}…` : cursor}`

/** Whether several requests were under way at once in some of these walks. */
export const areConcurrent = (walks: readonly Walk[]): boolean =>
  walks.some(({ steps }) => steps.some(({ entry }) => entry.lane > 0))

/** Whether all requests of a walk are on one lane, as those of a client that awaits each answer. */
export const isOnOneLane = ({ steps }: Walk): boolean =>
  steps.every(({ entry }) => entry.lane === steps[0]?.entry.lane)

/** The milliseconds between each answer and the request after it. */
export const waitsBetween = (steps: readonly WalkStep[]): readonly number[] =>
  steps.slice(1).map((step, index) => waited(steps[index] ?? step, step))

/** The positions that were served, without repetitions, in the order of their first answer. */
export function positionsOf({ served }: Walk): string[] {
  const positions = new Set<string>()
  for (const { position } of served) positions.add(position)
  return [...positions]
}

/** The numbers of the served pages, ascending and without repetitions. */
export function pagesOf({ served }: Walk): number[] {
  const pages = new Set<number>()
  for (const { page } of served) if (page !== null) pages.add(page)
  return [...pages].toSorted((a, b) => a - b)
}

export const isServed = ({ answered }: Step): boolean => answered === 'served'

/** Faults that only delay an answer. Its content stays the same. */
const HARMLESS_FAULTS = new Set(['delay', 'slow'])

export const isFaulted = ({ entry }: Step): boolean =>
  entry.faults.some((type) => !HARMLESS_FAULTS.has(type))

/** Links that are mistakes: the walk then goes another way than its client meant. */
const BROKEN = new Set(['lost', 'altered', 'foreign', 'unknown', 'tokenless'])

export const isBroken = ({ steps }: Walk): boolean => steps.some(({ link }) => BROKEN.has(link))

/** The number of pages in the latest served list; 1 when no answer says it. */
export const knownLastPage = (walk: Walk): number =>
  walk.served.findLast(({ lastPage }) => lastPage !== null)?.lastPage ?? 1

/**
 * The last list of a walk that stopped although another page was offered, else undefined.
 * Such a walk fetched at least two pages without gaps and never went backwards, unless several
 * workers share it. Its last request got a list.
 */
export function findStop(walk: Walk, isShared: boolean): WalkStep | undefined {
  const served = walk.served
  if (
    !walk.isOver ||
    lastOf(walk).answered !== 'served' ||
    served.every(({ position }) => position === served[0]?.position) ||
    isBroken(walk) ||
    (!isShared && (walk.steps.some(({ link }) => link === 'previous') || isTurning(served)))
  )
    return undefined
  return walk.paginator === 'page' ? stopByPage(walk, served) : stopByCursor(served)
}

/** Whether the client returned to earlier pages or went backwards, as people do who turn pages. */
export function isTurning(served: readonly WalkStep[]): boolean {
  const seen = new Set<string>()
  return served.some((step, index) => {
    const before = served[index - 1]
    const isAgain = seen.has(step.position) && before?.position !== step.position
    seen.add(step.position)
    // A retry has its place in the order by its first attempt, which came earlier.
    const isTurned = step.link !== 'retry' && before !== undefined && isBackwards(before, step)
    return isAgain || (isTurned && hadRead(before, step))
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

/** Whether a page held fewer rows than per_page, and still offered a next page. */
export const isShort = ({ list, entry, perPage }: Step): boolean =>
  list?.next !== null && (entry.rows ?? 0) < perPage

/**
 * Runs of served steps in which each step repeats the position of the one before. A repetition may
 * have failed first.
 * Only runs of at least `times` steps count; runs at the first page never do.
 */
export function repetitions(walk: Walk, times: number): WalkStep[][] {
  if (!walk.served.some(isAgain)) return []
  const runs: WalkStep[][] = []
  for (const step of walk.served) {
    const run = runs.at(-1)
    if (run?.at(-1)?.position === step.position && isAgain(step)) run.push(step)
    else runs.push([step])
  }
  // Several clients that share one connection repeat every page, so neighbouring runs are long too.
  // Their first page is repeated as well.
  const visits = walk.served.filter(({ position }) => position === FIRST).length
  const isAlone = visits === 1 && walk.served[0]?.position === FIRST
  const beside = (index: number): number =>
    isAlone ? 1 : Math.max(runs[index - 1]?.length ?? 1, runs[index + 1]?.length ?? 1)
  return runs.filter(
    (run, index) => run.length >= times + beside(index) - 1 && run[0]?.position !== FIRST,
  )
}

const isAgain = ({ link }: WalkStep): boolean => link === 'repeat' || link === 'retry'

/** All steps, grouped into a request and its retries at the same position. */
export function attemptsOf({ steps }: Walk): WalkStep[][] {
  if (!steps.some(({ link }) => link === 'retry')) return steps.map((step) => [step])
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

/** The positions that an answer offered as the next page, by number and by cursor. */
export const nextsOf = ({ list }: WalkStep): string[] =>
  [list?.next, list?.cursors?.next].filter((next) => typeof next === 'string')
