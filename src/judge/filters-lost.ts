// Rule: the client sent a later page without the first page's filters, or with different ones.

import { firstOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isOnlyFirst } from './lists.ts'
import { walksBefore } from './nearby.ts'
import { before, changes, dropped, hasOtherFilters, namesDefaultSize, spell } from './options.ts'
import { nameOfPage } from './reading.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

export const filtersLost: LintRule = {
  id: 'filters-lost',
  severity: 'error',
  why: 'Neither a cursor nor next_page_url holds the filters: without them you get a page of another list, so rows are wrong, missing or repeated.',
  fix: 'Keep the filters and per_page of the first page with every further page; add them to next_page_url before you follow it.',
  unless: 'With --urls withQueryString the URLs hold the filters, and may be followed as they are.',
  wrong: `
    let body = await get({ type: 'widget', per_page: 10 })
    rows.push(...body.data)
    while (body.next_page_url !== null) {
      // The URL holds the place, and neither type nor per_page.
      body = await get(body.next_page_url)
      rows.push(...body.data)
    }
  `,
  right: `
    let body = await get({ type: 'widget', per_page: 10 })
    rows.push(...body.data)
    while (body.next_page_url !== null) {
      const next = new URL(body.next_page_url)
      next.searchParams.set('type', 'widget')
      next.searchParams.set('per_page', '10')
      body = await get(next)
      rows.push(...body.data)
    }
  `,
  find: (walk, session) => lost(walk) ?? changed(walk) ?? changedInCrowd(walk, session),
}

function lost(walk: Walk): Sighting | undefined {
  const step = walk.steps.find((one) => one.link === 'lost' && !isOtherSize(walk, one))
  if (!step) return undefined
  const earlier = before(walk, step)
  const lacking = dropped(earlier?.options ?? walk.options, step.options)
  const missing = spell(lacking)
  const steps = from(step, walk).filter(
    ({ link, options }) => link === 'lost' || lacking.every(([name]) => !options.has(name)),
  )
  const holder = earlier ? nameWithId(earlier) : 'the page before'
  return {
    message: `${nameOfPage(step)} was requested without ${missing}; ${holder} had ${lacking.length === 1 ? 'it' : 'them'}`,
    shown: [
      ...(earlier ? [{ step: earlier, note: `requested with ${missing}`, isContext: true }] : []),
      ...steps.map((shown) => ({ step: shown, note: `requested without ${missing}` })),
    ],
    kind: `without ${missing}`,
  }
}

/** Whether a request differs from the one before only by naming the default page size. */
function isOtherSize(walk: Walk, step: WalkStep): boolean {
  const earlier = before(walk, step)
  return earlier !== undefined && namesDefaultSize(step) && !hasOtherFilters(earlier, step)
}

/** Requests by page with changed filters. The rule cursor-other-filters finds those by cursor. */
function changed(walk: Walk): Sighting | undefined {
  const step = walk.steps.find((one, index) => {
    if (one.link !== 'altered' || one.cursor !== null) return false
    const previous = walk.steps[index - 1]
    return previous !== undefined && hasOtherFilters(previous, one)
  })
  const earlier = step && before(walk, step)
  if (!step || !earlier) return undefined
  const difference = changes(earlier.options, step.options)
  const steps = from(step, walk).filter(
    (one) => one.cursor === null && hasOtherFilters(earlier, one),
  )
  return {
    message: `${nameOfPage(step)} was requested with other filters than ${nameWithId(earlier)}: ${difference}`,
    shown: [
      { step: earlier, note: 'before the change', isContext: true },
      ...steps.map((shown) => ({ step: shown, note: 'with other filters' })),
    ],
    kind: `changed ${difference}`,
  }
}

const MIN_PAGES = 3
const AT_ONCE_MS = 1000

/**
 * A walk from page 2 on through a list of which nobody requested page 1, while one client more
 * requested page 1 with other parameters than went on from there.
 */
function changedInCrowd(walk: Walk, session: Session): Sighting | undefined {
  const first = firstOf(walk)
  const { pages } = symptomsOf(walk)
  if (first.link !== 'resumed' || pages[0] !== 2 || pages.length < MIN_PAGES) return undefined
  if (!isNeverBegun(session)) return undefined
  const left = leftAtFirst(walk, session)
  const start = left && firstOf(left)
  if (!start) return undefined
  // Workers request the pages in any order, up to the last one that the other list has.
  const end = left.served[0]?.lastPage === pages.at(-1) ? pages.at(-1) : undefined
  const areAll = end !== undefined && pages.length === end - 1
  if (first.page !== 2 && !areAll) return undefined
  const difference = changes(start.options, first.options)
  return {
    message: `${nameOfPage(first)} was requested with ${difference}: nobody requested page 1 so, and a client that requested page 1, perhaps with request #${start.entry.id}, never went on${areAll ? `; page ${end} is the last one there, and here the client stopped at it` : ''}`,
    shown: [{ step: start, note: 'page 1, with other parameters' }, { step: first }],
    kind: `changed ${difference}`,
  }
}

/** Whether nobody requested the first page with the parameters of a walk. */
const isNeverBegun = ({ alike }: Session): boolean =>
  alike.every(({ steps }) => steps.every(({ page }) => page !== 1))

/** A walk that read only page 1 of another list at the same time. */
const leftAtFirst = (walk: Walk, { walks, index, clients }: Session): Walk | undefined =>
  walksBefore(walks, index).findLast(
    (other) =>
      other.paginator === 'page' &&
      firstOf(other).optionsKey !== firstOf(walk).optionsKey &&
      isOnlyFirst(other) &&
      !clients.areApart(walk, other) &&
      waited(firstOf(other), firstOf(walk)) < AT_ONCE_MS,
  )

/** The requests of a walk from a step on. Those without a valid token tell nothing of filters. */
const from = (step: WalkStep, { steps }: Walk): readonly WalkStep[] =>
  steps.slice(steps.indexOf(step)).filter(({ link }) => link !== 'tokenless')

const nameWithId = (step: WalkStep): string => `${nameOfPage(step)} (request #${step.entry.id})`
