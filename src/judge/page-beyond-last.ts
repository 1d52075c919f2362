// Rule: the client requested a page that does not exist.

import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isSearch } from './beyond.ts'
import { knownLastPage } from './reading.ts'
import type { LintRule } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

export const pageBeyondLast: LintRule = {
  id: 'page-beyond-last',
  severity: 'warning',
  why: 'A page beyond the last is empty, not an error: the request is wasted, and a client that takes it for "no rows at all" loses data.',
  fix: 'Stop when next_page_url is null or the page is last_page.',
  unless:
    'A page has no finding if it still existed by the answers that the client had. One request for the page after the last is a note: the client may go on until a page is empty.',
  explainedBy: [
    'endless-walk',
    'page-size-ignored',
    'page-not-understood',
    'rows-missed',
    'filters-lost',
  ],
  wrong: `
    for (let page = 1; ; page++) {
      const { data } = await get({ page })
      if (data.length === 0) break
      rows.push(...data)
    }
  `,
  right: `
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get({ page })
      rows.push(...body.data)
      last = body.last_page
    }
  `,
  find(walk, { crowd }) {
    const steps = beyondOf(walk)
    const [step] = steps
    // A client beside it that looks for the last page goes too far on purpose.
    if (!step || crowd.some(isSearch)) return undefined
    const last = step.lastPage ?? knownLastPage(walk)
    return {
      message: `page ${step.page} was requested, but the last page is ${last}`,
      shown: steps.map((shown) => ({
        step: shown,
        note: `last_page is ${shown.lastPage ?? last}`,
      })),
      ...(steps.length === 1 &&
        (step.page === last + 1 || isTrial(step, walk)) && { severity: 'note' }),
    }
  },
}

/** Whether a page is so far beyond the last that the list can hardly have been that long before. */
function isFarOff({ page, lastPage }: WalkStep): boolean {
  return page !== null && lastPage !== null && page > lastPage * 2 + 2
}

/** Whether a walk is one request for a page to which no client counts. A test may want the answer. */
const isTrial = (step: WalkStep, { steps }: Walk): boolean =>
  steps.length === 1 && (step.page ?? 0) > FARTHEST * (step.lastPage ?? 1)

const FARTHEST = 100

function beyondOf(walk: Walk): WalkStep[] {
  const first = firstOf(walk)
  return [
    ...(first.link === 'resumed' && isFarOff(first) ? [first] : []),
    ...symptomsOf(walk).beyond,
  ]
}
