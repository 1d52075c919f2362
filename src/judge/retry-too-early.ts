// Rule: the client repeated a request before Retry-After had passed.

import {
  isAsTold,
  isFirstJustAsTold,
  retryAfterOf,
  waited,
  type Walk,
  type WalkStep,
} from '../walks/walk.ts'
import { stepsAt } from './by-position.ts'
import { isOfAnother, type Pair, readRequests } from './early-of-another.ts'
import { allMeanwhile } from './fetched-around.ts'
import { spellRetryAfter } from './failures.ts'
import { isOnOwnLine } from './own-line.ts'
import { nameOfPage } from './reading.ts'
import type { LintRule, Shown } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { isRepeatedJustAsTold } from './together.ts'
import { spellTime } from './words.ts'

export const retryTooEarly: LintRule = {
  id: 'retry-too-early',
  severity: 'error',
  why: 'A request before Retry-After has passed is refused again, and keeps a busy server busy.',
  fix: 'Wait for as many seconds as Retry-After says, or until the date it names.',
  unless:
    'Up to 50 ms too early pass, and a retry that waited for X-RateLimit-Reset is a note. Time counts on the clock of the mock, so tests may move that on instead of waiting. Of two clients that send the same requests, one may be early while the other waits.',
  wrong: `
    let response = await ask({ type: 'widget' })
    while (response.status === 429) {
      await sleep(1000)
      response = await ask({ type: 'widget' })
    }
  `,
  right: `
    let response = await ask({ type: 'widget' })
    while (response.status === 429) {
      await sleep(Number(response.headers.get('Retry-After')) * 1000)
      response = await ask({ type: 'widget' })
    }
  `,
  find(walk, session) {
    const retried = symptomsOf(walk).attempts.filter(({ length }) => length > 1)
    const all = retried.flatMap((run) =>
      run.slice(1).flatMap((retry, index) => {
        const failed = run[index]
        return failed && isEarly(failed, retry) ? [{ failed, retry }] : []
      }),
    )
    if (all.length === 0) return undefined
    const isOwn = isOnOwnLine(walk, session)
    const crowd = isOwn ? [walk] : allMeanwhile(walk, session)
    const requestsAt = readRequests(crowd)
    const early = all.filter(
      (pair) =>
        !(crowd.length > 1 && isOfAnother(pair, requestsAt(pair.retry), crowd)) &&
        !isSecondRequest(pair, walk) &&
        !(isRepeatedJustAsTold(pair.failed, session) && !(isOwn && isAlsoAsTold(pair, walk))),
    )
    const clear = early.filter(({ failed, retry }) => !isAtReset(failed, retry))
    const pairs = clear.length > 0 ? clear : early
    const [pair] = pairs
    if (!pair) return undefined
    const { failed, retry } = pair
    const reset =
      clear.length > 0 ? '' : ': X-RateLimit-Reset had passed by then, so this is a note'
    return {
      message: `${nameOfPage(retry)} was requested again ${delay(waited(failed, retry))} after a ${failed.entry.status} with ${spellRetryAfter(failed)}${reset}`,
      shown: shownOf(pairs),
      ...(clear.length === 0 && { severity: 'note' }),
    }
  },
}

/** Whether a walk repeated a failed request in time as well: its client was early before. */
const isAlsoAsTold = ({ failed }: Pair, walk: Walk): boolean =>
  isFirstJustAsTold(failed, stepsAt(walk, failed.position))

/** The early requests, and the failures before them. A failed retry is shown once. */
function shownOf(pairs: readonly Pair[]): Shown[] {
  const retries = new Set(pairs.map(({ retry }) => retry))
  return pairs.flatMap(({ failed, retry }) => [
    ...(retries.has(failed)
      ? []
      : [{ step: failed, note: spellRetryAfter(failed), isContext: true }]),
    { step: retry, note: `${delay(waited(failed, retry))} after the answer` },
  ])
}

const isEarly = (failed: WalkStep, retry: WalkStep): boolean =>
  retryAfterOf(failed) > 0 && !isAsTold(failed, retry) && !isOver(failed, retry)

/** Seconds after which a request no longer counts as one that waited for X-RateLimit-Reset. */
const RESET_SECONDS = 0.25
/** The share of Retry-After after which a client may have waited for the reset and a little longer. */
const LONG_SHARE = 0.6

/**
 * Whether a client waited until X-RateLimit-Reset, perhaps with some randomness. That is a whole
 * second, so it can be up to a second earlier than Retry-After says. A retry between the two that
 * comes neither directly after the reset nor late has its time from elsewhere.
 */
function isAtReset(failed: WalkStep, retry: WalkStep): boolean {
  const reset = failed.entry.limit?.reset ?? Infinity
  const { time } = retry.entry
  const isLong = waited(failed, retry) > LONG_SHARE * retryAfterOf(failed) * 1000
  return time >= reset && (isLong || time < reset + RESET_SECONDS)
}

/** Whether X-RateLimit-Reset had passed, and was no rounded form of the time in Retry-After. */
function isOver(failed: WalkStep, retry: WalkStep): boolean {
  const reset = failed.entry.limit?.reset ?? Infinity
  return retry.entry.time >= reset && failed.entry.time + retryAfterOf(failed) >= reset + 1
}

/**
 * Whether a client that requests each page over two connections made an early request. It then got
 * the page, and still repeated the failed request as told, over the connection of that.
 */
const isSecondRequest = ({ failed, retry }: Pair, { steps }: Walk): boolean =>
  retry.line !== failed.line &&
  retry.answered === 'served' &&
  steps.some(
    (step) =>
      step.line === failed.line && step.position === failed.position && isAsTold(failed, step),
  )

const AT_ONCE_MS = 10

/** A time as it follows `again`: `at once`, `50 ms` or `1.5 s`. */
const delay = (milliseconds: number): string =>
  milliseconds < AT_ONCE_MS ? 'at once' : spellTime(milliseconds)
