// A next page was offered and nobody came.

import { filtersOf, FIRST } from '../walks/step.ts'
import { firstOf, lastOf, servedOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { switchOf } from './cursor-and-page-mixed.ts'
import { isEndless } from './endless-walk.ts'
import { COMMON_SIZES, sizeBefore } from './page-size-ignored.ts'
import { isFaulted, positionsOf, repetitions, stopOf } from './reading.ts'
import type { LintRule, Session } from './rule.ts'
import { TIMES as TIMES_AGAIN } from './same-page-again.ts'
import { staleCountOf } from './total-trusted.ts'
import { counted } from './words.ts'

export const stoppedEarly: LintRule = {
  id: 'stopped-early',
  severity: 'error',
  why: 'The rows on the pages that were not fetched are missing, and no error says so.',
  fix: 'Go on until next_page_url or next_cursor is null; if you meant to stop here, silence this rule.',
  unless:
    'Not after one page only, not where the client turned pages here and there, not at the first rows that an earlier walk to the end had brought, and not where its last request failed or met a fault.',
  wrong: `
    const MAX_PAGES = 10
    let cursor = ''
    for (let page = 0; cursor !== null && page < MAX_PAGES; page++) {
      const body = await get({ cursor })
      rows.push(...body.data)
      cursor = body.next_cursor
    }
  `,
  right: `
    for (let cursor = ''; cursor !== null;) {
      const body = await get({ cursor })
      rows.push(...body.data)
      cursor = body.next_cursor
    }
  `,
  find(walk, session) {
    const stop = stopOf(walk)
    if (!stop || isFaulted(stop) || isExplained(walk, session) || isExcused(walk, stop, session))
      return undefined
    const { page, lastPage } = stop
    const where =
      page === null
        ? `after ${counted(positionsOf(walk).length, 'page')}`
        : `at page ${page} of ${lastPage}`
    const next =
      page === null ? `cursor ${stop.list?.next}` : `page ${stop.list?.next}${sizeHint(walk, stop)}`
    return {
      message: `the walk stopped ${where} although a next page was offered`,
      shown: [{ step: stop, note: `next was ${next}` }],
    }
  },
}

/** Where another size of pages would make it the last one. */
function sizeHint(walk: Walk, { page }: WalkStep): string {
  const total = servedOf(walk)[0]?.list?.total ?? 0
  const size = COMMON_SIZES.find(
    (candidate) => candidate > walk.perPage && Math.ceil(total / candidate) === page,
  )
  return size === undefined ? '' : `; ${total} rows by ${size} would be ${page} pages`
}

/** Whether another rule knows why it stopped. */
const isExplained = (walk: Walk, session: Session): boolean =>
  repetitions(walk, TIMES_AGAIN).length > 0 ||
  staleCountOf(walk) !== undefined ||
  sizeBefore(walk) !== undefined ||
  switchOf(walk, session) !== undefined ||
  isEndless(walk, session)

/** Whether there may be a good reason. */
const isExcused = (walk: Walk, stop: WalkStep, session: Session): boolean =>
  beganAgain(walk, stop, session) ||
  isTakenOver(walk, stop, session) ||
  metKnownRows(walk, stop, session)

const AT_ONCE_MS = 1000

/**
 * Whether its client looked at the first page once more and left it at that, as people do who turn pages; or began again because
 * the total had changed, and then came to the end.
 */
function beganAgain(walk: Walk, stop: WalkStep, { walks, index }: Session): boolean {
  const next = walks[index + 1]
  if (!next || firstOf(next).position !== FIRST || firstOf(next).optionsKey !== stop.optionsKey)
    return false
  if (firstOf(next).entry.lane !== stop.entry.lane) return false
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
 * Whether the page that it left was fetched by another walk through the same list: by one at the same time, which may be the same
 * client's, or by one that goes on from there, perhaps under another name.
 */
function isTakenOver(walk: Walk, stop: WalkStep, { alike }: Session): boolean {
  const last = lastOf(walk).entry.id
  const isNext = ({ entry, position, answered }: WalkStep): boolean =>
    entry.id > stop.entry.id && position === stop.list?.next && answered === 'served'
  // A client that looks at pages here and there.
  const isElsewhere = ({ entry, position }: WalkStep): boolean =>
    entry.id > last && entry.lane === stop.entry.lane && position !== FIRST
  return alike.some((other) => {
    const isAtOnce = other.id < last && lastOf(other).entry.id > walk.id
    const isResumed = other.id > last && firstOf(other).link === 'resumed'
    return (
      other !== walk &&
      (((isAtOnce || isResumed) && other.steps.some(isNext)) ||
        (other.id < last && other.steps.some(isElsewhere)))
    )
  })
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
