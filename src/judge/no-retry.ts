// Rule: the client gave up at the first failure.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, retryAfterOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isCancelled } from './cancelled.ts'
import { nextOf } from './clients.ts'
import {
  answerOf,
  cameBack,
  failureNote,
  failureOf,
  hasAlready,
  isAnsweredInCrowd,
  isQuick,
  isSecondRequest,
  spellRetryAfter,
} from './failures.ts'
import { eachGaveUp, gaveUp, restarted, restartedOtherwise } from './given-up.ts'
import { isOnlyFirst } from './lists.ts'
import { isServed, nameOfPage } from './reading.ts'
import { refusedInVain } from './refusals.ts'
import type { LintRule, Session } from './rule.ts'
import { stepsAt } from './by-position.ts'
import { symptomsOf } from './symptoms.ts'

export const noRetry: LintRule = {
  id: 'no-retry',
  severity: 'warning',
  why: 'A failure is not the end of a list: a client that gives up, or goes on without the page, loses rows.',
  fix: 'Wait for as long as Retry-After says, or a moment where nothing says so, and ask for the same page again.',
  unless:
    'A later walk that gets to the same page makes up for it; a first request that fails counts only after 429 with Retry-After. Several attempts with waits, or a new start at the first page, are a note.',
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
    // Without a valid token nobody can tell which later requests are the client's.
    if (walk.token === null) return undefined
    const { attempts } = symptomsOf(walk)
    const run = attempts.find((tries) => isGivenUp(tries, walk, session))
    const [given] = run ?? []
    if (!run || !given)
      return restarted(walk, session) ?? eachGaveUp(walk, session) ?? gaveUp(walk, session)
    const { retryAfter = null } = given.entry.limit ?? {}
    const wait = retryAfter === null ? '' : ` with ${spellRetryAfter(given)}`
    const loss = lossOf(given, walk, session)
    const times = run.length === 1 ? '' : `, ${run.length} times within a second`
    return {
      message: `${failureOf(given)}${wait}${times}, and ${loss}`,
      // Clients that hang up do so after times that differ by milliseconds.
      kind: `${nameOfPage(given)} ${answerOf(given)}${wait} ${loss}`,
      shown: run.map((step) => ({
        step,
        note: retryAfter === null ? failureNote(step) : spellRetryAfter(step),
      })),
    }
  },
}

/** The second part of the sentence, with the subject of the first one. */
function lossOf(given: WalkStep, walk: Walk, session: Session): string {
  const { crowd } = session
  if (hasBegunAgain(given, walk, session))
    return given.entry.hungUpAt === null
      ? 'the client began again at the first page'
      : 'began again at the first page'
  const isTwinServed = crowd.some((other) => stepsAt(other, given.position).some(isServed))
  if (isTwinServed) return 'one of the clients that requested it never got it'
  const isLeftOut = hasGoneOn(walk, given)
  if (given.entry.hungUpAt !== null)
    return `never requested it again${isLeftOut ? ', though it requested other pages' : ''}`
  return `never requested again${isLeftOut ? `, though other pages were${insteadOf(given, walk, session)}` : ''}`
}

/** A remark about the first page, where it alone came between a failed page and the next one. */
function insteadOf(given: WalkStep, { steps }: Walk, { alike }: Session): string {
  const next = steps[steps.indexOf(given) + 1]
  const isBetween = ({ id }: Walk): boolean => id > given.entry.id && id < (next?.entry.id ?? 0)
  return alike.some((other) => isBetween(other) && isOnlyFirst(other))
    ? ': the first page came in its place'
    : ''
}

/** Whether the next walk of the client began at the first page again, and came to the same page. */
function hasBegunAgain(given: WalkStep, walk: Walk, session: Session): boolean {
  const next = nextOf(walk, session)
  return (
    next !== undefined &&
    firstOf(next).position === FIRST &&
    firstOf(next).optionsKey === given.optionsKey &&
    stepsAt(next, given.position).length > 0
  )
}

function isGivenUp(run: readonly WalkStep[], walk: Walk, session: Session): boolean {
  const [first] = run
  if (!walk.isOver || first === undefined || run.some(({ answered }) => answered !== 'failed'))
    return false
  if (first.entry.token === null) return false
  // A single jump after the first page may be another client's request.
  if (first.link === 'page' && walk.served.length === 1) return false
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
    !restartedOtherwise(walk, session) &&
    !refusedInVain(session.walks).includes(first)
  )
}

/** Whether the client requested other pages after a failure. */
function hasGoneOn({ steps }: Walk, failed: WalkStep): boolean {
  const other = steps.findLast(({ position }) => position !== failed.position)
  return other !== undefined && other.entry.id > failed.entry.id
}
