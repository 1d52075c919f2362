// Rule: the client sent a later page without the first page's filters, or with different ones.

import type { Walk, WalkStep } from '../walks/walk.ts'
import { before, changes, dropped, hasOtherFilters, spell } from './options.ts'
import { nameOfPosition } from './reading.ts'
import type { LintRule, Sighting } from './rule.ts'

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
  find: (walk) => lost(walk) ?? changed(walk),
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

const earlierName = (earlier: WalkStep | undefined): string =>
  earlier === undefined
    ? 'the page before'
    : `${nameOfPosition(earlier)}, request #${earlier.entry.id},`
