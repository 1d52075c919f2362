// A page size that the API does not have, or page numbers that were computed with another one.

import { DEFAULT_PER_PAGE } from '../editions.ts'
import { firstOf, lastOf, servedOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { knownBeyond } from './beyond.ts'
import { before, changes } from './options.ts'
import { isFaulted, isShort, knownLastPage, pagesOf, stopOf } from './reading.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { staleCountOf } from './total-trusted.ts'
import { counted } from './words.ts'

export const pageSizeIgnored: LintRule = {
  id: 'page-size-ignored',
  severity: 'error',
  why: 'per_page is 1 to 100, 15 by default; page numbers only lead through all rows while it stays the same.',
  fix: 'Send a per_page from 1 to 100, the same with each page, and take the number of pages from last_page.',
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
  find: (walk, session) =>
    outOfRange(walk) ?? changed(walk) ?? skipping(walk, session) ?? miscounted(walk),
}

function outOfRange({ steps }: Walk): Sighting | undefined {
  const refused = steps.filter(
    ({ entry, options }) => entry.status === 422 && !isSize(options.get('per_page')),
  )
  const [step] = refused
  if (!step) return undefined
  return {
    message: `per_page=${step.options.get('per_page')} was refused: the API takes whole numbers from 1 to 100`,
    shown: refused.map((shown) => ({ step: shown })),
  }
}

const isSize = (text: string | undefined): boolean =>
  text === undefined || (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100)

function changed(walk: Walk): Sighting | undefined {
  const steps = walk.steps.filter(({ link, cursor }) => link === 'altered' && cursor === null)
  const [step] = steps
  const earlier = step && before(walk, step)
  if (!step || !earlier) return undefined
  return {
    message: `${changes(earlier.options, step.options)} between page ${earlier.page} and page ${step.page}: page numbers count pages of one size`,
    shown: [{ step: earlier }, ...steps.map((shown) => ({ step: shown }))],
  }
}

const MIN_PAGES = 3

/** Pages 1, 3, 5: always as many left out. */
function skipping(walk: Walk, { alike }: Session): Sighting | undefined {
  const pages = walk.paginator === 'page' ? pagesOf(walk) : []
  const [from = 1, second = from] = pages
  const stride = second - from
  const isEven = pages.every((page, index) => page === from + index * stride)
  if (
    pages.length < MIN_PAGES ||
    stride < 2 ||
    !isEven ||
    walk.steps.some(({ answered }) => answered !== 'served')
  )
    return undefined
  // Workers that share the pages of a list and name their walks.
  if (
    alike.some(
      (other) =>
        other !== walk &&
        isMeanwhile(walk, other) &&
        pagesOf(other).some((page) => !pages.includes(page)),
    )
  )
    return undefined
  return {
    message: `only every ${ordinal(stride)} page was requested, ${pages.slice(0, MIN_PAGES).join(', ')} and so on, as if pages had ${walk.perPage * stride} rows; here they have ${walk.perPage}`,
    shown: servedOf(walk).map((step) => ({ step })),
  }
}

const isMeanwhile = (walk: Walk, other: Walk): boolean =>
  firstOf(other).entry.id < lastOf(walk).entry.id && firstOf(walk).entry.id < lastOf(other).entry.id

const ordinal = (number: number): string =>
  number === 2 ? 'second' : number === 3 ? 'third' : `${number}th`

export const COMMON_SIZES = [5, 10, 15, 20, 25, 30, 50, 100]

/** As many pages as the total has of another size that people write down. */
function miscounted(walk: Walk): Sighting | undefined {
  const stop = sizeBeyond(walk) ?? sizeBefore(walk)
  if (!stop) return undefined
  const { step, size, total } = stop
  return {
    message: `the client stopped at page ${step.page}, as if pages had ${size} rows (${total} / ${size}); here they have ${walk.perPage}, so there are ${counted(knownLastPage(walk), 'page')}`,
    shown: [
      { step: firstOf(walk), note: `total is ${total}, per_page is ${walk.perPage}` },
      { step, note: 'the last one' },
    ],
  }
}

type Miscount = { readonly step: WalkStep; readonly size: number; readonly total: number }

const MIN_BEYOND = 2
/** Numbers that people write down to stop at, whatever the size. */
const CAPS: ReadonlySet<number> = new Set([2, 3, 5, 10, 20, 50, 100])

/** Went on beyond the last page as far as a smaller size would lead. */
export function sizeBeyond(walk: Walk): Miscount | undefined {
  const beyond = knownBeyond(walk)
  const step = beyond.at(-1)
  if (!step || beyond.length < MIN_BEYOND) return undefined
  return sendsSize(walk) ? undefined : miscountOf(walk, step, (size) => size < walk.perPage)
}

/** Stopped where a larger size would end; with a size of its own only where it computed with the default. */
export function sizeBefore(walk: Walk): Miscount | undefined {
  const step = walk.paginator === 'page' ? stopOf(walk) : undefined
  const isDeceived =
    step !== undefined && (isShort(step) || isFaulted(step) || staleCountOf(walk) !== undefined)
  if (!step || isDeceived || CAPS.has(step.page ?? 0)) return undefined
  return miscountOf(
    walk,
    step,
    (size) => size > walk.perPage && (!sendsSize(walk) || size === DEFAULT_PER_PAGE),
  )
}

const sendsSize = (walk: Walk): boolean =>
  (firstOf(walk).parameters.get('per_page') ?? null) !== null

function miscountOf(
  walk: Walk,
  step: WalkStep,
  isMeant: (size: number) => boolean,
): Miscount | undefined {
  const total = firstOf(walk).list?.total ?? servedOf(walk)[0]?.list?.total
  if (total === null || total === undefined) return undefined
  const size = COMMON_SIZES.find(
    (candidate) => isMeant(candidate) && Math.ceil(total / candidate) === step.page,
  )
  return size === undefined ? undefined : { step, size, total }
}
