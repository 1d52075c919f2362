// Rule: the client fetched many rows with a small per_page.

import type { LintRule } from './rule.ts'
import { counted } from './words.ts'

const MANY_ROWS = 1000
const TINY = 10
/** With one or two rows a page, far fewer rows take many requests. */
const TINIEST = 2
const SOME_ROWS = 30
const MAX_PER_PAGE = 100

export const tinyPages: LintRule = {
  id: 'tiny-pages',
  severity: 'note',
  why: 'Each page is a request that counts against the rate limit and takes a round trip.',
  fix: 'Send per_page=100 where you want all rows.',
  unless:
    'Walks of fewer than 1,000 rows may have pages of three rows or more, and those of fewer than 30 of any size.',
  wrong: `
    for (let cursor = ''; cursor !== null;) {
      const body = await get({ cursor, per_page: 5 })
      rows.push(...body.data)
      cursor = body.next_cursor
    }
  `,
  right: `
    for (let cursor = ''; cursor !== null;) {
      const body = await get({ cursor, per_page: 100 })
      rows.push(...body.data)
      cursor = body.next_cursor
    }
  `,
  find(walk) {
    const served = walk.served
    const rows = served.reduce((total, { entry }) => total + (entry.rows ?? 0), 0)
    if (walk.perPage >= TINY || rows < (walk.perPage <= TINIEST ? SOME_ROWS : MANY_ROWS))
      return undefined
    return {
      message: `${rows} rows were fetched with per_page=${walk.perPage} in ${counted(served.length, 'request')}; per_page=${MAX_PER_PAGE} takes ${Math.ceil(rows / MAX_PER_PAGE)}`,
      shown: served.map((step) => ({ step })),
    }
  },
}
