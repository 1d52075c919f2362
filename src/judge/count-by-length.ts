// Rule: the client took a page with few rows for the last page.

import { isShort } from './reading.ts'
import type { LintRule } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

export const countByLength: LintRule = {
  id: 'count-by-length',
  severity: 'error',
  why: 'A page may hold fewer rows than per_page and not be the last: rows can be filtered out after they were counted.',
  fix: 'End at a null next_page_url or next_cursor, whatever the number of rows.',
  wrong: `
    let data
    for (let page = 1; data === undefined || data.length === 15; page++) {
      data = (await get({ page })).data
      rows.push(...data)
    }
  `,
  right: `
    let body
    for (let page = 1; body?.next_page_url !== null; page++) {
      body = await get({ page })
      rows.push(...body.data)
    }
  `,
  find(walk) {
    const { stop } = symptomsOf(walk)
    if (!stop || !isShort(stop)) return undefined
    return {
      message: `the walk stopped after a page of ${counted(stop.entry.rows ?? 0, 'row')}, fewer than the ${stop.perPage} of per_page, although a next page was offered`,
      shown: [{ step: stop, note: 'short, but not the last' }],
    }
  },
}
