// Rule: the client left out pages in the middle of a list, or before its first request.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk } from '../walks/walk.ts'
import { isSearch } from './beyond.ts'
import { begunLate } from './begun-late.ts'
import { requestsFor } from './crowd.ts'
import { knownTopOf } from './downwards.ts'
import { fetchedAround } from './fetched-around.ts'
import { areEachNth, areEvenTwice, isRegular, isStriding, MIN_PAGES, range } from './gaps.ts'
import { isHalving } from './halving.ts'
import { firstRequestsOf, isHedge, isInStep } from './hedge.ts'
import { areOnceMore, isDoubling } from './in-crowd.ts'
import { racedIn } from './fetched-seldom.ts'
import { lostInCrowd } from './lost-in-crowd.ts'
import { listOf } from './options.ts'
import { around, namesOf, rowsOn } from './missing-pages.ts'
import { isEachAsOften } from './page-counts.ts'
import { isLook, isReader } from './readers.ts'
import { isBroken, knownLastPage } from './reading.ts'
import type { LintRule, Session } from './rule.ts'
import { isShare, symptomsOf } from './symptoms.ts'
import { mayBeTurnedTo } from './turned-back.ts'
import { counted } from './words.ts'

export const rowsMissed: LintRule = {
  id: 'rows-missed',
  severity: 'warning',
  why: 'The rows on pages that were left out are missing, though the client went through the list.',
  fix: 'Request every page from 1 to last_page; where workers share them, check that each page was taken once.',
  unless:
    'Fewer than three quarters of the pages are taken for looks here and there, unless they are as far apart each time; pages that another walk shared are not missing. A start in the middle of a list is a note.',
  explainedBy: [
    'page-not-understood',
    'page-size-ignored',
    'filters-lost',
    'no-retry',
    'token-lost',
    'cursor-and-page-mixed',
    'rate-limit-ignored',
    'retry-storm',
  ],
  wrong: `
    let page = 1
    let body
    do {
      // The first page is left out.
      body = await get({ page: ++page })
      rows.push(...body.data)
    } while (body.next_page_url !== null)
  `,
  right: `
    let page = 0
    let body
    do {
      body = await get({ page: ++page })
      rows.push(...body.data)
    } while (body.next_page_url !== null)
  `,
  find(walk, session) {
    const inCrowd = lostInCrowd(walk, session)
    if (inCrowd) return inCrowd
    if (isEachAsOften(session.everyone)) return undefined
    const left = leftOut(walk, session)
    if (left.length === 0) return begunLate(walk, session)
    const rows = rowsOn(left, walk)
    return {
      message: isOnceInCrowd(left, session)
        ? `page 1 of ${knownLastPage(walk)} was requested less often than the other pages: ${counted(rows, 'row')} are missing, or one client fetched the others twice`
        : `${namesOf(left)} of ${knownLastPage(walk)} ${left.length === 1 ? 'was' : 'were'} never requested: ${counted(rows, 'row')} are missing${strideHint(walk, left, session)}${downHint(walk)}`,
      shown: around(walk, left),
    }
  },
}

/** Whether only the first page is left out, and another walk that may be of the client has it. */
const isOnceInCrowd = (left: readonly number[], { crowd }: Session): boolean =>
  left.length === 1 && left[0] === 1 && requestsFor(crowd, FIRST).length > 0

/** A client that fetched a smaller share looked at single pages, unless all gaps are equal. */
const MOST = 3 / 4

/** Among so many walks at once, a page that seems to be missing was mostly taken for another's. */
const MANY_WALKS = 64

/**
 * The pages that were left out before the highest page that was fetched. A walk downwards may also
 * have left out pages after it.
 */
function leftOut(walk: Walk, session: Session): number[] {
  const { pages } = symptomsOf(walk)
  const top = knownTopOf(walk) ?? 0
  const last = Math.min(Math.max(pages.at(-1) ?? 0, top), knownLastPage(walk))
  // Empty pages beyond the end are no share of the list.
  const share = pages.filter((page) => page <= last).length
  const isWalk =
    (pages.length >= MIN_PAGES &&
      (share >= last * MOST || isStriding(walk) || areEachNth(walk, last))) ||
    areEvenTwice(walk, knownLastPage(walk))
  if (walk.paginator !== 'page' || !walk.isOver || !isWalk || isBroken(walk)) return []
  const fetched = new Set(pages)
  const left = range(last).filter((page) => !fetched.has(page))
  if (left.length === 0 || isResumed(walk, left, session) || session.crowd.some(isSearch)) return []
  if (isHedge(walk, session) || isInStep(walk, session) || isReader(walk, left)) return []
  if (firstRequestsOf(walk, session) || mayBeTurnedTo(walk, session)) return []
  if (session.crowd.length > MANY_WALKS || isHalving(walk) || isLook(walk)) return []
  // The second requests of clients make walks that begin in the middle.
  if (areOnceMore(session.everyone) || isDoubling(session)) return []
  if (racedIn(session.everyone)) return []
  const requested = new Set(walk.steps.map(({ page }) => page))
  const beside = fetchedBeside(walk, session)
  const isFetched = fetchedAround(walk, session)
  const never = left.filter((page) => !requested.has(page) && !beside.has(page) && !isFetched(page))
  if (never.length === 0) return []
  const rest = restAfter(last, walk)
  return [...never, ...rest.filter((page) => !beside.has(page) && !isFetched(page))]
}

/**
 * The pages after the last one that a walk fetched, if it came near the end. A row that came meanwhile
 * may have made a page of its own, which nobody could know.
 */
function restAfter(last: number, walk: Walk): number[] {
  const count = firstLastPage(walk)
  return last < count * MOST ? [] : range(count).slice(last)
}

/** The number of pages that the first list named. */
const firstLastPage = ({ served }: Walk): number =>
  served.find(({ lastPage }) => lastPage !== null)?.lastPage ?? 0

/** A remark about a walk that took only every second or third page; empty for other walks. */
function strideHint(walk: Walk, left: readonly number[], { crowd }: Session): string {
  const { pages } = symptomsOf(walk)
  const [from = 1, second = from] = pages
  return crowd.length === 1 && left.length > 1 && second - from > 1 && isRegular(pages)
    ? `; only every ${ordinal(second - from)} page was requested: perhaps the counter is raised by ${second - from} each time`
    : ''
}

/** A remark about a walk that began its way down too low; empty for other walks. */
function downHint(walk: Walk): string {
  const highest = symptomsOf(walk).pages.at(-1) ?? 0
  return (knownTopOf(walk) ?? 0) > highest ? `; the walk went down from page ${highest}` : ''
}

const ordinal = (number: number): string =>
  number === 2 ? 'second' : number === 3 ? 'third' : `${number}th`

/**
 * Whether a walk goes on where an earlier run stopped: it leaves out only pages before its start.
 * Page 2 does not count: a client that begins there probably raised its counter too early.
 */
function isResumed(walk: Walk, left: readonly number[], { walks, index }: Session): boolean {
  const { page, position } = firstOf(walk)
  if (position === FIRST || page === null || page === 2) return false
  // A walk from the last page down ends with the first.
  if (symptomsOf(walk).pages.some((fetched) => fetched < page)) return false
  return left.every((number) => number < page) && (index === 0 || walks[index - 1] !== undefined)
}

/**
 * The pages that other walks through the same list fetched.
 * The walks must have few pages in common, like those of workers that share a list.
 */
function fetchedBeside(walk: Walk, { walks }: Session): ReadonlySet<number> {
  const own = new Set(symptomsOf(walk).pages)
  const fetched = new Set<number>()
  for (const other of walks) {
    if (other === walk || other.paginator !== 'page' || !isSameList(walk, other)) continue
    const { pages } = symptomsOf(other)
    if (isShare(pages, own)) for (const page of pages) fetched.add(page)
  }
  if (walks.some((other) => isFirstByCursor(other, walk))) fetched.add(1)
  return fetched
}

/** Whether a client fetched the first page by cursor, and then the others by page. */
const isFirstByCursor = (other: Walk, walk: Walk): boolean =>
  other.paginator === 'cursor' &&
  other.id < walk.id &&
  other.steps.length === 1 &&
  firstOf(other).answered === 'served' &&
  firstOf(other).position === FIRST &&
  firstOf(other).line === firstOf(walk).line &&
  other.perPage === walk.perPage &&
  listOf(other) === listOf(walk)

const isSameList = (walk: Walk, other: Walk): boolean =>
  firstOf(walk).optionsKey === firstOf(other).optionsKey
