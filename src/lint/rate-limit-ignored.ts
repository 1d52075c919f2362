// Sent on although nothing remained.

import { hadRead, waited, type WalkStep } from '../walks/walk.ts'
import { plural, retryAfterOf } from './reading.ts'
import type { LintRule, Session } from './rule.ts'

const TIMES = 2

export const rateLimitIgnored: LintRule = {
  id: 'rate-limit-ignored',
  severity: 'warning',
  why: 'X-RateLimit-Remaining: 0 says that the next request is refused until the minute is over.',
  fix: 'Look at X-RateLimit-Remaining and wait before the next request when it is 0.',
  unless: 'Once passes, and the retry of a request that was refused does not count.',
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
    if (refused.length < TIMES) return undefined
    return {
      message: `${plural(refused.length, 'request')} were sent and refused although the answer before said X-RateLimit-Remaining: 0`,
      shown: refused.map((step) => ({ step, note: 'sent with nothing remaining' })),
    }
  },
}

/** Answered 429 where an answer before had said that it would be; a retry of a 429 is another matter. */
function refusedInVain(walks: Session['walks']): WalkStep[] {
  const steps = walks.flatMap((walk) => walk.steps).toSorted((a, b) => a.entry.id - b.entry.id)
  let warning: WalkStep | undefined
  return steps.filter((step) => {
    const { limit, status } = step.entry
    if (status === 429) return step.link !== 'retry' && warning !== undefined && hadRead(warning, step) && !isMended(step, steps)
    warning = limit?.remaining === 0 ? step : undefined
    return false
  })
}

/** Whether the next request after a 429 was the same one, when its Retry-After had passed. */
function isMended(refused: WalkStep, steps: readonly WalkStep[]): boolean {
  const next = steps[steps.indexOf(refused) + 1]
  return (
    next !== undefined &&
    next.place === refused.place &&
    next.optionsKey === refused.optionsKey &&
    waited(refused, next) >= retryAfterOf(refused) * 1000 - 50
  )
}
