// Good reasons for what looks like a mistake, and the words for them.

import { filtersOf, FIRST } from '../walks/step.ts'
import { firstOf, lastOf, servedOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile, nextOf } from './clients.ts'
import { arrivalsAt, requestsFor } from './crowd.ts'
import { isFaulted, isTurning } from './reading.ts'
import type { Session } from './rule.ts'
import { staleCountOf, symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

/** Why a walk may have stopped where another page was offered; undefined where there is no good reason. */
export function excuseOfStop(walk: Walk, session: Session): string | undefined {
  const { stop } = symptomsOf(walk)
  if (!stop) return undefined
  if (isFaulted(stop)) return `its last answer met a fault (${stop.entry.faults.join(', ')})`
  if (staleCountOf(walk)) return 'it requested all pages that there were when it began'
  if (isBesideZero(walk, stop, session)) return 'its client may count pages from 0'
  if (beganAgain(walk, stop, session)) return 'its client began again at the first page'
  if (isTakenOver(walk, stop, session)) return 'another walk went on where it stopped'
  if (metKnownRows(walk, stop, session)) return 'looked for new rows'
  if (isElsewhere(stop, session))
    return 'its client, or one beside it, may have gone on at another page'
  return undefined
}

/** Whether a walk at the same time began at page 0: the one that stops one short of the last may be its client's. */
const isBesideZero = (walk: Walk, { page, lastPage }: WalkStep, { alike }: Session): boolean =>
  page !== null &&
  lastPage === page + 1 &&
  alike.some(
    (other) =>
      other !== walk &&
      isMeanwhile(walk, other) &&
      other.steps.some(({ misread }) => misread === 'page=0'),
  )

/** Why rows may be missing or doubled in a walk of which no rule says anything. */
export function excuseOf(walk: Walk, session: Session): string {
  const last = lastOf(walk)
  const served = servedOf(walk)
  const { attempts, pages } = symptomsOf(walk)
  if (served.length === 0) return `nothing was served: ${failureOf(last)}`
  if (last.answered === 'refused') return `its last request was refused with ${last.entry.status}`
  const failed = attempts.find((run) => run.at(-1)?.answered === 'failed')
  if (failed) return `it gave up after ${counted(failed.length, 'attempt')} that failed`
  const faulted = served.find(isFaulted)
  const excuse = excuseOfStop(walk, session)
  if (excuse !== undefined) return excuse
  if (faulted) return `an answer met a fault (${faulted.entry.faults.join(', ')})`
  if (walk.steps.some(({ link }) => link === 'previous') || isTurning(served))
    return 'its client turned pages back and forth'
  if (firstOf(walk).position !== FIRST) return 'it began in the middle of the list'
  const [from = 1] = pages
  if (walk.paginator === 'page' && (pages.at(-1) ?? from) - from + 1 > pages.length)
    return 'its client looked at pages here and there'
  if (served.length === 1) return 'it is one page'
  return walk.paginator === 'page'
    ? 'rows moved from page to page meanwhile'
    : 'rows came or went meanwhile'
}

const failureOf = ({ entry: { status } }: WalkStep): string =>
  status === null ? 'the connection was cut' : `the answer was ${status}`

const AT_ONCE_MS = 1000

/**
 * Whether its client looked at the first page once more and left it at that, as people do who turn pages; or began again because
 * the total had changed, and then came to the end.
 */
function beganAgain(walk: Walk, stop: WalkStep, session: Session): boolean {
  const next = roundAfter(walk, stop, session)
  if (!next) return false
  const served = servedOf(next)
  const hasChanged = stop.list?.total !== servedOf(walk)[0]?.list?.total
  return (
    served.length === 1 ||
    (hasChanged &&
      waited(lastOf(walk), firstOf(next)) < AT_ONCE_MS &&
      served.at(-1)?.list?.next === null)
  )
}

/**
 * Whether as many walks at once went on from the page that it left as had come there: one of them may be the same client's. So may a
 * later one that goes on from there, perhaps under another name.
 */
function isTakenOver(walk: Walk, stop: WalkStep, { alike, crowd }: Session): boolean {
  const nexts = [stop.list?.next, stop.list?.cursors?.next].filter(
    (next) => typeof next === 'string',
  )
  const gone = nexts.flatMap((next) => requestsFor(crowd, next)).length
  const last = lastOf(walk).entry.id
  const resumed = alike.filter(
    (other) =>
      other.id > last &&
      firstOf(other).link === 'resumed' &&
      nexts.includes(firstOf(other).position),
  )
  return gone + resumed.length >= arrivalsAt(crowd, stop.position)
}

/** Whether of clients at once one came to a later page without the page before it: it may be the one that seems to have stopped. */
function isElsewhere({ page }: WalkStep, { crowd }: Session): boolean {
  if (page === null || crowd.length < 2) return false
  const counts = new Map<number, number>()
  for (const { steps } of crowd)
    for (const step of steps)
      if (step.page !== null && step.link !== 'retry')
        counts.set(step.page, (counts.get(step.page) ?? 0) + 1)
  return [...counts].some(
    ([later, count]) => later > page + 1 && count > (counts.get(later - 1) ?? 0),
  )
}

/**
 * Whether it came to rows that earlier walks had brought, one of which came to its end: then it looked for what is new. A client that
 * does so stops at the first page with known rows, or at the first without new ones.
 */
function metKnownRows(walk: Walk, stop: WalkStep, { walks, index }: Session): boolean {
  const earlier = walks
    .slice(Math.max(0, index - NEAR), index)
    .filter((other) => isBefore(other, walk))
  if (!earlier.some(isWhole)) return false
  const known = new Set(earlier.flatMap(servedOf).flatMap(idsOf))
  const isKnown = (id: string): boolean => known.has(id)
  const others = servedOf(walk).filter(({ position }) => position !== stop.position)
  return idsOf(stop).some(isKnown) && others.every((step) => !idsOf(step).every(isKnown))
}

const isBefore = (other: Walk, walk: Walk): boolean =>
  lastOf(other).entry.id < walk.id &&
  other.paginator === walk.paginator &&
  listOf(other) === listOf(walk)

const isWhole = (walk: Walk): boolean => servedOf(walk).some(({ list }) => list?.next === null)

/** How many walks back. */
const NEAR = 16

const idsOf = ({ list }: WalkStep): string[] =>
  list === null || list.ids === '' ? [] : list.ids.split(',')

/** The same for walks through the same list, whatever the size of their pages. */
const listOf = ({ options }: Walk): string => JSON.stringify([...filtersOf(options)])

/** The walk through the same list that its client began next. */
function roundAfter(walk: Walk, stop: WalkStep, { walks, index }: Session): Walk | undefined {
  const next = nextOf(walk, walks, index)
  const isRound =
    next !== undefined &&
    firstOf(next).position === FIRST &&
    firstOf(next).optionsKey === stop.optionsKey
  return isRound ? next : undefined
}

/** The walk to the end that began when this one had stopped, as after a crash: whose it was nobody knows. */
export function beginsAgain(walk: Walk, { walks, index, clients }: Session): Walk | undefined {
  const next = walks[index + 1]
  const { stop } = symptomsOf(walk)
  if (!next || !stop || firstOf(next).entry.id < lastOf(walk).entry.id) return undefined
  const isSameList =
    firstOf(next).position === FIRST && firstOf(next).optionsKey === stop.optionsKey
  const isWholeRound = servedOf(next).at(-1)?.list?.next === null
  return isSameList && isWholeRound && !clients.areApart(walk, next) ? next : undefined
}
