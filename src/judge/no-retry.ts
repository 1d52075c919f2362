// Rule: the client gave up at the first failure.

import { retryAfterOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { nameOfPosition } from './reading.ts'
import { refusedInVain } from './refusals.ts'
import type { LintRule, Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

export const noRetry: LintRule = {
  id: 'no-retry',
  severity: 'warning',
  why: 'A failure is not the end of a list: a client that gives up, or goes on without the page, loses rows.',
  fix: 'Wait for as long as Retry-After says, or a moment where nothing says so, and ask for the same page again.',
  unless:
    'A later walk that gets to the same page makes up for it; a first request that fails counts only after 429 with Retry-After.',
  explainedBy: ['rate-limit-ignored', 'retry-storm', 'token-lost'],
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
    const [given] = symptomsOf(walk).attempts.find((run) => isGivenUp(run, walk, session)) ?? []
    if (!given) return undefined
    const { retryAfter = null } = given.entry.limit ?? {}
    const wait = retryAfter === null ? '' : ` with Retry-After: ${retryAfter}`
    const isLeftOut = walk.served.some(({ entry }) => entry.id > given.entry.id)
    return {
      message: `${nameOfPosition(given)} was answered ${answerOf(given)}${wait}, and never requested again${isLeftOut ? ', though other pages were' : ''}`,
      shown: [
        { step: given, note: retryAfter === null ? 'it failed' : `Retry-After: ${retryAfter}` },
      ],
    }
  },
}

const answerOf = ({ entry: { status, hungUpAt } }: WalkStep): string => {
  if (hungUpAt !== null) return 'too late for the client, which hung up'
  if (status === null) return 'by a cut connection'
  return status === 200 ? 'with a broken body' : String(status)
}

function isGivenUp(run: readonly WalkStep[], walk: Walk, session: Session): boolean {
  const [first, second] = run
  if (!walk.isOver || first === undefined || second !== undefined || first.answered !== 'failed')
    return false
  const isTold = first.entry.status === 429
  // The client notices a failed first request. A failure in the middle of a list leaves a gap.
  const hasGap = !isTold && walk.served.length > 0
  return (
    (isTold ? retryAfterOf(first) > 0 : hasGap) &&
    !cameBack(walk, session, first) &&
    !refusedInVain(session.walks).includes(first)
  )
}

/**
 * Whether a later request got a list at the failed position.
 * Walks through the same list count as well, unless another client certainly made them.
 */
const cameBack = (
  walk: Walk,
  { alike, clients }: Session,
  { position, entry }: WalkStep,
): boolean =>
  alike
    .slice(alike.indexOf(walk))
    .some(
      (later) =>
        !clients.areApart(walk, later) &&
        later.served.some((step) => step.position === position && step.entry.id > entry.id),
    )
