// Rule: the client gave up at the first failure.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, retryAfterOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { isCancelled } from './cancelled.ts'
import { requestsFor } from './crowd.ts'
import { areAtOnce, isHedge } from './hedge.ts'
import { nameOfPosition } from './reading.ts'
import { refusedInVain } from './refusals.ts'
import type { LintRule, Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { NEARBY } from './nearby.ts'

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
    const run = symptomsOf(walk).attempts.find((attempts) => isGivenUp(attempts, walk, session))
    const [given] = run ?? []
    if (!run || !given) return undefined
    const { retryAfter = null } = given.entry.limit ?? {}
    const wait = retryAfter === null ? '' : ` with Retry-After: ${retryAfter}`
    const isTwinServed = session.crowd.some((other) => stepsAt(other, given).some(isServed))
    const isLeftOut = hasGoneOn(walk, given)
    const times = run.length === 1 ? '' : ` ${run.length} times within a second`
    return {
      message: `${nameOfPosition(given)} was answered ${answerOf(given)}${wait}${times}, and ${isTwinServed ? 'one of the clients that requested it never got it' : `never requested again${isLeftOut ? ', though other pages were' : ''}`}`,
      shown: run.map((step) => ({
        step,
        note: retryAfter === null ? 'it failed' : `Retry-After: ${retryAfter}`,
      })),
    }
  },
}

const answerOf = ({ entry: { status, hungUpAt } }: WalkStep): string => {
  if (hungUpAt !== null) return 'too late for the client, which hung up'
  if (status === null) return 'by a cut connection'
  return status === 200 ? 'with a broken body' : String(status)
}

function isGivenUp(run: readonly WalkStep[], walk: Walk, session: Session): boolean {
  const [first] = run
  if (!walk.isOver || first === undefined || run.some(({ answered }) => answered !== 'failed'))
    return false
  if (run.length > 1 && !(isQuick(run) && hasGoneOn(walk, first))) return false
  if (
    hasAlready(first, walk) ||
    isSecondRequest(first, walk, session) ||
    isCancelled(first, walk, session)
  )
    return false
  const isTold = first.entry.status === 429
  // The client notices a failed first request. A failure in the middle of a list leaves a gap.
  const hasGap = !isTold && walk.served.length > 0
  return (
    (isTold ? retryAfterOf(first) > 0 : hasGap) &&
    !cameBack(walk, session, first) &&
    !isAnsweredInCrowd(first, walk, session) &&
    !refusedInVain(session.walks).includes(first)
  )
}

/** Whether the walk had the page before: the client asked twice and needs no second answer. */
const hasAlready = ({ position, entry }: WalkStep, { served }: Walk): boolean =>
  served.some((step) => step.position === position && step.entry.id < entry.id)

/** Whether a client asked twice because an answer was slow, and hung up on the slower one. */
const isSecondRequest = (step: WalkStep, walk: Walk, session: Session): boolean =>
  (step.entry.hungUpAt !== null || firstOf(walk).position !== FIRST) && isHedge(walk, session)

/** Whether the client requested other pages after a failure. */
const hasGoneOn = ({ steps }: Walk, failed: WalkStep): boolean =>
  steps.some(({ entry, position }) => entry.id > failed.entry.id && position !== failed.position)

/** Whether all attempts came within a second: their client hardly waited. */
const isQuick = (run: readonly WalkStep[]): boolean => {
  const [first, last] = [run[0], run.at(-1)]
  return first !== undefined && last !== undefined && last.sentAt - first.sentAt < QUICK_MS
}

const QUICK_MS = 1000

/**
 * Whether a request got a list at the failed position later, or while the client still waited.
 * Walks through the same list count as well, unless another client certainly made them.
 */
function cameBack(walk: Walk, { alike, indexAlike, clients }: Session, failed: WalkStep): boolean {
  const askers = alike
    .slice(Math.max(0, indexAlike - NEARBY))
    .filter((other) => !clients.areApart(walk, other) && stepsAt(other, failed).length > 0)
  const served = askers.flatMap((other) => stepsAt(other, failed)).filter(isServed)
  if (isRetriedByShape(walk, failed, askers)) return true
  // Each client at the same time needs an answer of its own.
  const atOnce = askers.filter((other) => other === walk || isBeside(walk, other))
  return served.length >= atOnce.length && served.some((step) => step.sentAt > failed.entry.at)
}

/**
 * Whether a later request of another walk for the second page may be the retry. That walk is then
 * one look at the first page, which is no mistake.
 */
const isRetriedByShape = (walk: Walk, failed: WalkStep, askers: readonly Walk[]): boolean =>
  walk.served.length === 1 &&
  askers.some(
    (other) =>
      other !== walk &&
      stepsAt(other, failed).some(
        (step) => step.evidence === 'shape' && isServed(step) && step.entry.at > failed.sentAt,
      ),
  )

/**
 * Whether a crowd got a page as often as another page of the walk. Each client then got it, though
 * a retry may have been taken for another client's request.
 */
const isAnsweredInCrowd = (failed: WalkStep, { served }: Walk, { crowd }: Session): boolean => {
  const countOf = ({ position }: WalkStep): number =>
    requestsFor(crowd, position, 'with retries').filter(isServed).length
  return crowd.length > 1 && countOf(failed) >= Math.min(...served.map(countOf))
}

/** Whether two walks have requests that were under way at once, as those of two clients. */
const isBeside = (walk: Walk, other: Walk): boolean =>
  isMeanwhile(walk, other) &&
  walk.steps.some((step) => other.steps.some((beside) => areAtOnce(step, beside)))

const stepsAt = ({ steps }: Walk, { position }: WalkStep): readonly WalkStep[] =>
  steps.filter((step) => step.position === position)

const isServed = ({ answered }: WalkStep): boolean => answered === 'served'
