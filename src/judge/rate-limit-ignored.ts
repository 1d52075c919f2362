// Rule: the client sent requests although its rate limit was used up.

import { refusedInVain } from './refusals.ts'
import type { LintRule } from './rule.ts'
import { counted } from './words.ts'

export const rateLimitIgnored: LintRule = {
  id: 'rate-limit-ignored',
  severity: 'warning',
  why: 'X-RateLimit-Remaining: 0 says that the next request is refused until the minute is over.',
  fix: 'Look at X-RateLimit-Remaining and wait before the next request when it is 0.',
  unless: 'A client that gets a 429, waits as it says and asks again, has no finding.',
  explainedBy: ['retry-too-early'],
  wrong: `
    for (let page = 1; page <= 8; page++) {
      const response = await ask({ page })
      if (response.ok) rows.push(...(await response.json()).data)
    }
  `,
  right: `
    for (let page = 1, last = 1; page <= last; page++) {
      const response = await ask({ page })
      const body = await response.json()
      rows.push(...body.data)
      last = body.last_page
      if (response.headers.get('X-RateLimit-Remaining') === '0') await sleep(60_000)
    }
  `,
  find(_walk, { walks, index }) {
    const refused = index === 0 ? refusedInVain(walks) : []
    if (refused.length === 0) return undefined
    return {
      message: `${counted(refused.length, 'request')} were sent, and refused, although the answer before was a 429 or said X-RateLimit-Remaining: 0`,
      shown: refused.map((step) => ({ step, note: 'sent in vain' })),
    }
  },
}
