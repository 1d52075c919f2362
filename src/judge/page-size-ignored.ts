// Rule: the API does not allow the page size, or page numbers were computed with another size.

import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { walksAround } from './nearby.ts'
import { before, changes, hasOtherFilters, namesDefaultSize } from './options.ts'
import { isOnOneLane, knownLastPage } from './reading.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { COMMON_SIZES } from './sizes.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

export const pageSizeIgnored: LintRule = {
  id: 'page-size-ignored',
  severity: 'error',
  why: 'per_page is 1 to 100, 15 by default; page numbers only lead through all rows while it stays the same.',
  fix: 'Send a per_page from 1 to 100, the same with each page, and take the number of pages from last_page.',
  explainedBy: ['page-not-understood'],
  wrong: `
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get({ page, per_page: page === 1 ? 10 : 50 })
      rows.push(...body.data)
      last = body.last_page
    }
  `,
  right: `
    const PAGE_SIZE = 50
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get({ page, per_page: PAGE_SIZE })
      rows.push(...body.data)
      last = body.last_page
    }
  `,
  find: (walk, session) => outOfRange(walk, session) ?? changed(walk) ?? miscounted(walk, session),
}

function outOfRange(walk: Walk, session: Session): Sighting | undefined {
  const refused = refusedIn(walk)
  const [step] = refused
  if (!step) return undefined
  return {
    message: `per_page=${step.options.get('per_page')} was refused with 422: the API takes whole numbers from 1 to 100`,
    shown: refused.map((shown) => ({ step: shown })),
    ...((refused.every(isProbe) || areTrials(session)) && { severity: 'note' }),
  }
}

const refusedIn = ({ steps }: Walk): readonly WalkStep[] =>
  steps.filter(({ entry, options }) => entry.status === 422 && !isSize(options.get('per_page')))

/** So many sizes that are refused are sent to see the refusals. */
const MANY_SIZES = 3

const areTrials = ({ walks, index }: Session): boolean =>
  new Set(
    walksAround(walks, index)
      .flatMap(refusedIn)
      .map(({ options }) => options.get('per_page')),
  ).size >= MANY_SIZES

/** Whether per_page is 0 or negative, which clients send only to test the API. */
const isProbe = ({ options }: WalkStep): boolean =>
  /^(?:0|-\d+)$/.test(options.get('per_page') ?? '')

const isSize = (text: string | undefined): boolean =>
  text === undefined || (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100)

function changed(walk: Walk): Sighting | undefined {
  const steps = walk.steps.filter(
    (one) =>
      one.cursor === null &&
      (one.link === 'altered' || (one.link === 'lost' && namesDefaultSize(one))),
  )
  const [step] = steps
  const earlier = step && before(walk, step)
  if (!step || !earlier || hasOtherFilters(earlier, step)) return undefined
  return {
    message: `${changes(earlier.options, step.options)} between page ${earlier.page} and page ${step.page}: page numbers count pages of one size${shiftOf(earlier, step)}`,
    shown: [
      { step: earlier, note: 'before the change', isContext: true },
      ...steps.map((shown) => ({ step: shown, note: `with ${shown.perPage} rows a page` })),
    ],
  }
}

/** The rows between two pages of different sizes; empty where the pages do not follow each other. */
function shiftOf(earlier: WalkStep, { page, perPage }: WalkStep): string {
  if (page === null || earlier.page !== page - 1) return ''
  const gap = (page - 1) * perPage - earlier.page * earlier.perPage
  if (gap === 0) return ''
  return gap > 0
    ? `, so ${counted(gap, 'row')} between them were skipped`
    : `, so ${counted(-gap, 'row')} came twice`
}

/** Finds walks that went past the last page, to the one that would be last with a smaller size. */
function miscounted(walk: Walk, session: Session): Sighting | undefined {
  // A client that names a size counts by it. Where it stops, another size fits only by chance.
  if ((firstOf(walk).parameters.get('per_page') ?? null) !== null) return undefined
  const stop = sizeBeyond(walk, session)
  if (!stop) return undefined
  const { step, size, total } = stop
  return {
    message: `the client stopped at page ${step.page}, as if pages had ${size} rows (${total} / ${size}); here they have ${walk.perPage}, so there are ${counted(knownLastPage(walk), 'page')}`,
    shown: [
      {
        step: firstOf(walk),
        note: `total is ${total}, per_page is ${walk.perPage}`,
        isContext: true,
      },
      { step, note: `the last one; that it counts by ${size} is a guess` },
    ],
  }
}

type Miscount = { readonly step: WalkStep; readonly size: number; readonly total: number }

const MIN_BEYOND = 2

/** The last request of a walk that went past the last page, as far as a smaller size would lead. */
function sizeBeyond(walk: Walk, { crowd }: Session): Miscount | undefined {
  // A client that requests pages before the answers to earlier ones did not count them.
  const beyond = symptomsOf(walk).beyond
  const step = beyond.at(-1)
  if (!step || beyond.length < MIN_BEYOND || crowd.length > 1 || !isOnOneLane(walk))
    return undefined
  return miscountOf(walk, step)
}

function miscountOf(walk: Walk, step: WalkStep): Miscount | undefined {
  const total = firstOf(walk).list?.total ?? walk.served[0]?.list?.total
  if (total === null || total === undefined) return undefined
  const size = COMMON_SIZES.find(
    (candidate) => candidate < walk.perPage && Math.ceil(total / candidate) === step.page,
  )
  return size === undefined ? undefined : { step, size, total }
}
