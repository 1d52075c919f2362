// Rule: the API does not allow the page size, or the size changes from page to page.

import type { Walk, WalkStep } from '../walks/walk.ts'
import { before, changes, hasOtherFilters } from './options.ts'
import type { LintRule, Sighting } from './rule.ts'

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
  find: (walk) => outOfRange(walk) ?? changed(walk),
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
    ...(refused.every(isProbe) && { severity: 'note' }),
  }
}

/** Whether per_page is 0 or negative, which clients send only to test the API. */
const isProbe = ({ options }: WalkStep): boolean =>
  /^(?:0|-\d+)$/.test(options.get('per_page') ?? '')

const isSize = (text: string | undefined): boolean =>
  text === undefined || (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100)

function changed(walk: Walk): Sighting | undefined {
  const steps = walk.steps.filter(({ link, cursor }) => link === 'altered' && cursor === null)
  const [step] = steps
  const earlier = step && before(walk, step)
  if (!step || !earlier || hasOtherFilters(earlier, step)) return undefined
  return {
    message: `${changes(earlier.options, step.options)} between page ${earlier.page} and page ${step.page}: page numbers count pages of one size`,
    shown: [{ step: earlier }, ...steps.map((shown) => ({ step: shown }))],
  }
}
