// Sent on although nothing remained.

import { hadRead, retryAfterOf, waited, type WalkStep } from '../walks/walk.ts'
import type { LintRule, Session } from './rule.ts'
import { counted } from './words.ts'

const TIMES = 2

export const rateLimitIgnored: LintRule = {
  id: 'rate-limit-ignored',
  severity: 'warning',
  why: 'X-RateLimit-Remaining: 0 says that the next request is refused until the minute is over.',
  fix: 'Look at X-RateLimit-Remaining and wait before the next request when it is 0.',
  unless: 'Who learns of the limit by a 429, waits as it says and asks again does well, too.',
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

/**
 * Answered 429 where an answer before had said that it would be. Once may be how a client learns of the limit; so is a request that
 * is made again when its time has come, unless another 429 had told it before.
 */
export function refusedInVain(walks: Session['walks']): WalkStep[] {
  const steps = walks.flatMap((walk) => walk.steps).toSorted((a, b) => a.entry.id - b.entry.id)
  const inVain = new Set<WalkStep>()
  let warning: WalkStep | undefined
  let refusal: WalkStep | undefined
  for (const [index, step] of steps.entries()) {
    const { limit, status } = step.entry
    if (status !== 429) {
      warning = limit?.remaining === 0 ? step : undefined
      continue
    }
    if (step.link !== 'retry' && warning !== undefined && hadRead(warning, step)) {
      const isTold =
        refusal !== undefined &&
        refusal.entry.id > warning.entry.id &&
        hadRead(refusal, step) &&
        !hasWaited(refusal, step)
      if (isTold && refusal) inVain.add(refusal)
      if (isTold || !isMended(step, steps.slice(index + 1, index + 1 + NEAR))) inVain.add(step)
    }
    refusal = step
  }
  return inVain.size < TIMES ? [] : [...inVain]
}

/** How many requests on the same one is looked for. */
const NEAR = 50
const TOLERANCE_MS = 50

const hasWaited = (refused: WalkStep, step: WalkStep): boolean =>
  waited(refused, step) >= retryAfterOf(refused) * 1000 - TOLERANCE_MS

/** Whether the same request came again when its Retry-After had passed, and not before. */
function isMended(refused: WalkStep, later: readonly WalkStep[]): boolean {
  const again = later.find(
    ({ position, optionsKey }) =>
      position === refused.position && optionsKey === refused.optionsKey,
  )
  return again !== undefined && hasWaited(refused, again)
}
