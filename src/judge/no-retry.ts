// Gave up at the first 429.

import { retryAfterOf, servedOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { attemptsOf, nameOfPosition } from './reading.ts'
import { refusedInVain } from './rate-limit-ignored.ts'
import type { LintRule, Session } from './rule.ts'

export const noRetry: LintRule = {
  id: 'no-retry',
  severity: 'warning',
  why: 'A 429 with Retry-After is a request to wait, not an error: a client that gives up loses the page and all that follow.',
  fix: 'Wait for as long as Retry-After says and ask for the same page again.',
  unless: 'A later walk that gets to the same page makes up for it.',
  wrong: `
    const response = await ask({ type: 'widget' })
    if (!response.ok) throw new Error('HTTP ' + response.status)
  `,
  right: `
    let response = await ask({ type: 'widget' })
    for (let tries = 1; response.status === 429 && tries < 5; tries++) {
      await sleep(Number(response.headers.get('Retry-After')) * 1000)
      response = await ask({ type: 'widget' })
    }
    if (!response.ok) throw new Error('HTTP ' + response.status)
  `,
  find(walk, session) {
    const given = attemptsOf(walk).find(
      ([first, second]) =>
        walk.isOver &&
        first !== undefined &&
        second === undefined &&
        first.entry.status === 429 &&
        retryAfterOf(first) > 0 &&
        !cameBack(walk, session, first) &&
        !refusedInVain(session.walks).includes(first),
    )
    const [step] = given ?? []
    if (!step) return undefined
    return {
      message: `${nameOfPosition(step)} was answered 429 with Retry-After: ${step.entry.limit?.retryAfter}, and never requested again`,
      shown: [{ step, note: `Retry-After: ${step.entry.limit?.retryAfter}` }],
    }
  },
}

/** Whether a later request through the same list got there: of this walk or of another. */
const cameBack = (walk: Walk, { alike }: Session, { position, entry }: WalkStep): boolean =>
  alike
    .slice(alike.indexOf(walk))
    .some((later) =>
      servedOf(later).some((step) => step.position === position && step.entry.id > entry.id),
    )
