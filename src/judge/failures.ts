// Reads what became of a request that failed.

import { areAtOnce } from '../walks/at-once.ts'
import { FIRST } from '../walks/list-target.ts'
import { firstOf, retryAfterOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { requestsFor } from './crowd.ts'
import { isHedge } from './hedge.ts'
import { NEARBY, walksAround } from './nearby.ts'
import type { Session } from './rule.ts'
import { stepsAt } from './by-position.ts'
import { isBroken, isServed, nameOfPage } from './reading.ts'
import { isEachRepeated } from './together.ts'
import { spellTime } from './words.ts'

/** The first part of a sentence about a failure. After a hang-up the client is its subject. */
export function failureOf(step: WalkStep): string {
  const { at, hungUpAt } = step.entry
  const page = nameOfPage(step)
  return hungUpAt === null
    ? `${page} was ${answerOf(step)}`
    : `the client hung up on ${page} after ${spellTime(hungUpAt - at)}`
}

/** The answer to a request that failed, as it follows `was`. */
export function answerOf({ entry: { status } }: WalkStep): string {
  if (status === null) return 'cut off'
  return status === 200 ? 'answered with a broken body' : `answered ${status}`
}

/** Writes the header with its unit: `Retry-After: 2 (seconds)`, or `(3 s later)` after a date. */
export function spellRetryAfter(step: WalkStep): string {
  const text = step.entry.limit?.retryAfter ?? ''
  const wait = Math.round(retryAfterOf(step))
  if (/^\d+$/.test(text)) return `Retry-After: ${text} (${text === '1' ? 'second' : 'seconds'})`
  return `Retry-After: ${text}${wait > 0 ? ` (${wait} s later)` : ''}`
}

/** A note on a request that failed, also where the status would say that it went well. */
export const failureNote = ({ entry: { at, hungUpAt, status } }: WalkStep): string => {
  if (hungUpAt !== null)
    return `the client hung up before the answer, after ${spellTime(hungUpAt - at)}`
  return status === 200 ? 'its body was broken' : 'it failed'
}

/** Whether all answers came within a second: a client that waits between its attempts takes longer. */
export function isQuick(attempts: readonly WalkStep[]): boolean {
  const times = attempts.map(({ sentAt }) => sentAt)
  return times.length > 0 && Math.max(...times) - Math.min(...times) < QUICK_MS
}

const QUICK_MS = 1000

/** Whether each further attempt may be another client's. */
export const areByShape = (attempts: readonly WalkStep[]): boolean =>
  attempts.slice(1).every(({ evidence }) => evidence === 'shape')

/** Whether the walk had the page before: the client asked twice and needs no second answer. */
export const hasAlready = ({ position, entry }: WalkStep, walk: Walk): boolean =>
  stepsAt(walk, position).some((step) => isServed(step) && step.entry.id < entry.id)

/** Whether a client asked twice because an answer was slow, and hung up on the slower one. */
export const isSecondRequest = (step: WalkStep, walk: Walk, session: Session): boolean =>
  (step.entry.hungUpAt !== null || firstOf(walk).position !== FIRST) && isHedge(walk, session)

/**
 * Whether a request got a list at the failed position later, or while the client still waited.
 * Walks through the same list count as well, unless another client certainly made them.
 */
export function cameBack(walk: Walk, session: Session, failed: WalkStep): boolean {
  const { alike, indexAlike, clients } = session
  const all = alike
    .slice(Math.max(0, indexAlike - NEARBY))
    .filter((other) => stepsAt(other, failed.position).length > 0)
  const askers = all.filter((other) => !clients.areApart(walk, other))
  const served = askers.flatMap((other) => stepsAt(other, failed.position)).filter(isServed)
  if (isRetriedByShape(walk, failed, all) || isTakenForLost(failed, session)) return true
  // Each client at the same time needs an answer of its own.
  const atOnce = askers.filter((other) => other === walk || isBeside(walk, other))
  return served.length >= atOnce.length && served.some((step) => step.sentAt > failed.entry.at)
}

/**
 * Whether a later request of another walk for the second page may be the retry. That walk is then
 * one look at the first page, which is no mistake.
 */
const isRetriedByShape = (walk: Walk, failed: WalkStep, all: readonly Walk[]): boolean =>
  walk.served.length === 1 &&
  all.some(
    (other) =>
      other !== walk &&
      stepsAt(other, failed.position).some(
        (step) => step.evidence === 'shape' && isServed(step) && step.entry.at > failed.sentAt,
      ),
  )

/** Whether the same request was served later in a walk that lost or changed its filters. */
const isTakenForLost = (failed: WalkStep, { walks, index }: Session): boolean =>
  walksAround(walks, index).some(
    (other) =>
      isBroken(other) &&
      stepsAt(other, failed.position).some(
        (step) =>
          step.optionsKey === failed.optionsKey && isServed(step) && step.entry.at > failed.sentAt,
      ),
  )

/**
 * Whether a crowd got a page as often as another page of the walk. Each client then got it, though
 * a retry may have been taken for another client's request.
 */
export const isAnsweredInCrowd = (failed: WalkStep, walk: Walk, session: Session): boolean => {
  const { crowd } = session
  const countOf = ({ position }: WalkStep): number =>
    requestsFor(crowd, position, 'with retries').filter(isServed).length
  return (
    (crowd.length > 1 && countOf(failed) >= Math.min(...walk.served.map(countOf))) ||
    isEachRepeated(failed, walk, session)
  )
}

const beside = new WeakMap<Walk, Map<Walk, boolean>>()

/** Whether two walks have requests that were under way at once, as those of two clients. */
function isBeside(walk: Walk, other: Walk): boolean {
  let known = beside.get(walk)
  if (!known) beside.set(walk, (known = new Map<Walk, boolean>()))
  const is = known.get(other) ?? (isMeanwhile(walk, other) && areAtOnce(walk.steps, other.steps))
  known.set(other, is)
  return is
}
