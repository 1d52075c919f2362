// Rule: the client sent requests although its rate limit was used up.

import type { WalkStep } from '../walks/walk.ts'
import type { Crowd } from './crowd.ts'
import { spellRetryAfter } from './failures.ts'
import { refusedInVain } from './refusals.ts'
import type { LintRule, Shown } from './rule.ts'
import { counted } from './words.ts'

export const rateLimitIgnored: LintRule = {
  id: 'rate-limit-ignored',
  severity: 'warning',
  why: 'X-RateLimit-Remaining: 0 says that the next request is refused until the minute is over.',
  fix: 'Wait as Retry-After says before any further request; look at X-RateLimit-Remaining, and wait when it is 0.',
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
      message: `${counted(refused.length, 'request')} were sent, and refused, although the answer before was a 429${saysNone(walks) ? ' or said X-RateLimit-Remaining: 0' : ''}`,
      shown: [
        ...warningsBefore(refused, walks),
        ...refused.map((step) => ({ step, note: 'sent in vain' })),
      ],
    }
  },
}

/** The answer that announced the first refusal. */
function warningsBefore([first]: readonly WalkStep[], walks: Crowd): Shown[] {
  let warning: WalkStep | undefined
  for (const { steps } of walks)
    for (const step of steps) {
      const { id, status, limit } = step.entry
      const isBefore = first !== undefined && id < first.entry.id && step.sentAt <= first.entry.at
      const warns = status === 429 || limit?.remaining === 0
      if (isBefore && warns && id > (warning?.entry.id ?? 0)) warning = step
    }
  if (!warning) return []
  const isRefusal = warning.entry.status === 429
  const note = isRefusal ? spellRetryAfter(warning) : 'X-RateLimit-Remaining: 0'
  return [{ step: warning, note, isContext: true }]
}

/** Whether an answer other than a refusal said that the next request would be refused. */
const saysNone = (walks: Crowd): boolean =>
  walks.some(({ steps }) =>
    steps.some(({ entry: { status, limit } }) => status !== 429 && limit?.remaining === 0),
  )
