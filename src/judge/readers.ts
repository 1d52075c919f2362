// Finds readers: people who turn or choose pages, and programs that look at some of them.

import type { Walk } from '../walks/walk.ts'
import { knownTopOf } from './downwards.ts'
import { isForward } from './gaps.ts'
import { linesUsedAgain } from './own-line.ts'
import { isOnOneLane } from './reading.ts'
import { symptomsOf } from './symptoms.ts'
import { areWorkers } from './workers.ts'

/**
 * Whether a client with one request at a time went back to an earlier page, and never came to the
 * last one. It looked at some pages, however few lie between them. Workers use several connections.
 */
export const isLook = (walk: Walk): boolean =>
  isOnOneLane(walk) &&
  linesUsedAgain(walk).size < 2 &&
  !cameToEnd(walk) &&
  knownTopOf(walk) === undefined &&
  !isForward(walk)

/** Whether a page was the last one when it was served. Rows that come later may add another. */
const cameToEnd = ({ served }: Walk): boolean =>
  served.some(({ page, lastPage }) => page !== null && page >= (lastPage ?? Infinity))

/**
 * Whether pages were read forwards and backwards, as people do who turn or choose them. They have
 * one request at a time, and beside another client they take their time. They hardly read each of
 * many pages once but a single one.
 */
export const isReader = (walk: Walk, left: readonly number[]): boolean =>
  !(left.length === 1 && isOnceEach(walk)) &&
  !areWorkers(walk) &&
  ([-1, 1].every((way) => goesBy(way, walk)) || countTurns(walk) >= MANY_TURNS) &&
  (isOnOneLane(walk) || isSlow(walk))

/** Whether a client took some time after each answer, but for one. */
const isSlow = ({ steps }: Walk): boolean =>
  steps
    .slice(1)
    .filter(({ entry }, index) => entry.at - (steps[index]?.sentAt ?? 0) < LEAST_LOOK_MS).length < 2

const LEAST_LOOK_MS = 20

/** Whether a client went from a page to the one after it (1) or before it (-1). */
const goesBy = (way: number, { steps }: Walk): boolean =>
  steps.some(({ page }, index) => {
    const before = steps[index - 1]?.page ?? null
    return page !== null && before !== null && page - before === way
  })

/** How often a client changed between going forwards and going backwards. */
function countTurns({ steps }: Walk): number {
  const pages = steps.filter(({ link }) => link !== 'retry').map(({ page }) => page ?? 1)
  const ways = pages
    .slice(1)
    .map((page, index) => Math.sign(page - (pages[index] ?? page)))
    .filter((way) => way !== 0)
  return ways.filter((way, index) => index > 0 && way !== ways[index - 1]).length
}

const MANY_TURNS = 2

const isOnceEach = (walk: Walk): boolean =>
  walk.served.length >= MANY_PAGES && walk.served.length === symptomsOf(walk).pages.length

const MANY_PAGES = 6
