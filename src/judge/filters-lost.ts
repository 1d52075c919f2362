// Rule: the client sent a later page without the first page's filters, or with different ones.

import { firstOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isOnlyFirst } from './lists.ts'
import { walksBefore } from './nearby.ts'
import { before, changes, dropped, hasOtherFilters, spell } from './options.ts'
import { nameOfPosition } from './reading.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

export const filtersLost: LintRule = {
  id: 'filters-lost',
  severity: 'error',
  why: 'Neither a cursor nor next_page_url holds the filters: without them you get a page of another list, so rows are wrong, missing or repeated.',
  fix: 'Send every filter and per_page again with each page; add them to next_page_url before you follow it.',
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
  const steps = walk.steps.filter(({ link }) => link === 'lost')
  const [step] = steps
  if (!step) return undefined
  const earlier = before(walk, step)
  const missing = spell(dropped(earlier?.options ?? walk.options, step.options))
  return {
    message: `${nameOfPosition(step)} was requested without ${missing}, which ${earlierName(earlier)} had`,
    shown: [
      ...(earlier ? [{ step: earlier, note: `requested with ${missing}` }] : []),
      ...steps.map((shown) => ({ step: shown, note: `requested without ${missing}` })),
    ],
    kind: `without ${missing}`,
  }
}

/** Requests by page with changed filters. The rule cursor-other-filters finds those by cursor. */
function changed(walk: Walk): Sighting | undefined {
  const steps = walk.steps.filter((step, index) => {
    if (step.link !== 'altered' || step.cursor !== null) return false
    const earlier = walk.steps[index - 1]
    return earlier !== undefined && hasOtherFilters(earlier, step)
  })
  const [step] = steps
  const earlier = step && before(walk, step)
  if (!step || !earlier) return undefined
  const difference = changes(earlier.options, step.options)
  return {
    message: `${nameOfPosition(step)} was requested with ${difference}: ${earlierName(earlier)} had other filters`,
    shown: [{ step: earlier }, ...steps.map((shown) => ({ step: shown }))],
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
  if (first.link !== 'resumed' || first.page !== 2 || pages.length < MIN_PAGES) return undefined
  if (!isNeverBegun(session)) return undefined
  const left = leftAtFirst(walk, session)
  const start = left && firstOf(left)
  if (!start) return undefined
  const difference = changes(start.options, first.options)
  return {
    message: `page 2 was requested with ${difference}: nobody requested page 1 so, and a client that requested page 1, perhaps with request #${start.entry.id}, never went on`,
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

const earlierName = (earlier: WalkStep | undefined): string =>
  earlier === undefined
    ? 'the page before'
    : `${nameOfPosition(earlier)}, request #${earlier.entry.id},`
