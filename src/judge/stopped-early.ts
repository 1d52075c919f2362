// Rule: the client stopped although a next page was offered.

import { DEFAULT_PER_PAGE } from '../editions.ts'
import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { requestsFor } from './crowd.ts'
import { beginsTooLow } from './downwards.ts'
import { hasJumped } from './early-of-another.ts'
import { excuseOfStop } from './excuses.ts'
import { walksAround } from './nearby.ts'
import { listOf } from './options.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { racedIn, stopIn } from './fetched-seldom.ts'
import { isBegunAtOnce, ownAround } from './runs.ts'
import { COMMON_SIZES } from './sizes.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

export const stoppedEarly: LintRule = {
  id: 'stopped-early',
  severity: 'error',
  why: 'The rows on the pages that were not fetched are missing, and no error says so.',
  fix: 'Go on until next_page_url or next_cursor is null; if you meant to stop here, silence this rule.',
  unless:
    'Clients that read one page, turn pages here and there, or stop at the first rows of an earlier walk to the end. Also walks whose last request failed or met a fault, and walks after which a later round got farther. A stop after two or three pages is a note, unless only the last page is left.',
  explainedBy: [
    'same-page-again',
    'endless-walk',
    'total-trusted',
    'page-size-ignored',
    'cursor-and-page-mixed',
    'page-not-understood',
    'count-by-length',
    'filters-lost',
    'token-lost',
    'cursor-not-issued',
    'cursor-foreign-token',
    'cursor-other-filters',
  ],
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
    const { stop, positions } = symptomsOf(walk)
    if (!stop || excuseOfStop(walk, session) !== undefined) return stoppedInCrowd(walk, session)
    // Workers that take each other's pages make walks that seem to stop.
    if (racedIn(session.everyone)) return undefined
    const next =
      stop.page === null
        ? `cursor ${stop.list?.next}`
        : `page ${stop.list?.next}${isOneShort(stop) ? ONE_SHORT : sizeHint(walk, stop)}`
    const again = beganAtOnce(walk, session)
    return {
      message: `${messageOf(walk)}${leftAfter(stop)}${again ? `; the next request began again at the first page${stop.list?.next === '10' ? DIGIT : ''}` : ''}`,
      kind: messageOf(stoppedFirst(walk, session)),
      shown: [
        { step: stop, note: `next was ${next}` },
        ...(again ? [{ step: again, note: 'the first page again', isContext: true }] : []),
      ],
      ...severityOf(stop, positions.length, isTab(walk, session)),
    }
  },
}

function messageOf(walk: Walk): string {
  const { stop, positions } = symptomsOf(walk)
  const where =
    stop?.page == null
      ? `after ${counted(positions.length, 'page')}`
      : `at page ${stop.page} of ${stop.lastPage}`
  return `the walk stopped ${where} although a next page was offered`
}

/**
 * The walk whose stop led to the start of this one. A client that begins again each time it stops
 * makes one mistake, and its last walk may stop anywhere.
 */
function stoppedFirst(walk: Walk, session: Session): Walk {
  const own = ownAround(walk, session)
  let at = own.indexOf(walk)
  for (let before = own[at - 1]; before && isBegunAfterStop(before, own[at]); before = own[at - 1])
    at--
  return own[at] ?? walk
}

const isBegunAfterStop = (before: Walk, walk: Walk | undefined): boolean =>
  walk !== undefined && symptomsOf(before).stop !== undefined && isBegunAtOnce(before, walk)

/** The number of rows after a page, where the total is known; empty by cursor. */
function leftAfter({ page, perPage, list }: WalkStep): string {
  const total = list?.total ?? null
  if (page === null || total === null) return ''
  const left = total - page * perPage
  return left === 1
    ? `: the last of ${total} rows is missing`
    : `: the last ${left} of ${total} rows are missing`
}

/**
 * A page that came less often than those before it, in a crowd whose clients request several pages
 * at once. The walks then do not show where each client stopped.
 */
function stoppedInCrowd(walk: Walk, session: Session): Sighting | undefined {
  const { everyone: crowd } = session
  if (crowd[0] !== walk || walk.paginator !== 'page' || !crowd.some(hasJumped)) return undefined
  const stop = stopIn(crowd)
  // Where a walk shows the stop, or its way down from there, that walk has the finding.
  if (!stop || crowd.some((other) => symptomsOf(other).stop?.page === stop.page)) return undefined
  if (crowd.some(beginsTooLow)) return undefined
  const position = stop.page === 1 ? FIRST : String(stop.page)
  return {
    message: `one of the clients stopped at page ${stop.page} of ${stop.last} although a next page was offered`,
    shown: requestsFor(crowd, position).map((step) => ({ step })),
    ...(stop.page <= FEW && stop.page !== stop.last - 1 && { severity: 'note' }),
  }
}

/** The first page, if the client requested it directly after the stop. */
function beganAtOnce(walk: Walk, session: Session): WalkStep | undefined {
  const own = ownAround(walk, session)
  const next = own[own.indexOf(walk) + 1]
  return own.includes(walk) && next && isBegunAtOnce(walk, next) ? firstOf(next) : undefined
}

const DIGIT = ': perhaps only the first digit of 10 was read'

const ONE_SHORT = ', the last one: perhaps the loop runs while page < last_page, without an ='

const FEW = 3

/**
 * A stop that may be intended is a note. After a few pages a client may have found its row, or a
 * person may have seen enough. Both rarely stop one page before the last, unless beside other tabs.
 */
const severityOf = (
  stop: WalkStep,
  pages: number,
  isBesideTabs: boolean,
): Pick<Sighting, 'severity'> =>
  pages <= FEW && (isBesideTabs || !isOneShort(stop)) ? { severity: 'note' } : {}

const isOneShort = ({ page, lastPage }: WalkStep): boolean =>
  page !== null && lastPage !== null && page === lastPage - 1

/**
 * Whether a walk through a list with other filters was left after a few pages at the same time, and
 * not one short of the last. Both may be tabs of one page, in which a person looked.
 */
const isTab = (walk: Walk, { walks, index }: Session): boolean =>
  walksAround(walks, index).some((other) => {
    const { stop, positions } = symptomsOf(other)
    return (
      stop !== undefined &&
      positions.length <= FEW &&
      !isOneShort(stop) &&
      isMeanwhile(walk, other) &&
      listOf(other) !== listOf(walk)
    )
  })

/** A remark about a larger page size with which the page would be the last; empty for none. */
function sizeHint(walk: Walk, { page }: WalkStep): string {
  // A client that names a size counts by it, or by the default that the documentation names.
  const isNamed = (firstOf(walk).parameters.get('per_page') ?? null) !== null
  const total = walk.served[0]?.list?.total ?? 0
  const size = (isNamed ? [DEFAULT_PER_PAGE] : COMMON_SIZES).find(
    (candidate) => candidate > walk.perPage && Math.ceil(total / candidate) === page,
  )
  return size === undefined
    ? ''
    : `; perhaps the client counts by ${size} rows: ${total} rows would be ${page} pages`
}
