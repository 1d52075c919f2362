// Walks whose clients may be the same, because nothing shows that they share no connection.

import { type Crowd, requestsFor } from './crowd.ts'
import {
  isAsTold,
  isJustAsTold,
  type Link,
  retryAfterOf,
  waited,
  type Walk,
  type WalkStep,
} from '../walks/walk.ts'
import { stepsAt } from './by-position.ts'
import { isOnOwnLine } from './own-line.ts'
import type { Session } from './rule.ts'
import { countPages } from './page-counts.ts'
import { isShare, symptomsOf } from './symptoms.ts'

/** The walks at about the time of a walk that may have its client, the walk included. */
export const togetherWith = (walk: Walk, { everyone, clients }: Session): Crowd =>
  everyone.filter(
    (other) => other === walk || !(clients.leaves(other, walk) && clients.leaves(walk, other)),
  )

/**
 * Whether every failure of a page was repeated, perhaps over another connection. Each needs a later
 * request of its own for the page. A connection shows its client, unless the retry comes just when
 * the wait is over.
 */
export function isEachRepeated(failed: WalkStep, walk: Walk, session: Session): boolean {
  const { position, link } = failed
  const shares =
    link === 'page' || link === 'previous'
      ? sharesBeside(walk, session)
      : jumpingTo(failed, walk, session)
  const others = isOnOwnLine(walk, session) ? [walk] : togetherWith(walk, session)
  const together = [...new Set([...others, ...shares])]
  return (
    (together.length > 1 && areRepeated(requestsAt(together, position), isAsTold)) ||
    (isRepeatedJustAsTold(failed, session) &&
      !(isOnOwnLine(walk, session) && goesOnJustAsTold(failed, walk)))
  )
}

/** Whether the next request of a walk came just when the wait after a failure was over. */
function goesOnJustAsTold(failed: WalkStep, { steps }: Walk): boolean {
  const next = steps[steps.indexOf(failed) + 1]
  return next !== undefined && isJustAsTold(failed, next)
}

const known = new WeakMap<Crowd, Map<string, boolean>>()

/**
 * Whether every failure of a page with a Retry-After was repeated just when the wait was over. An
 * earlier request for the page is then another client's.
 */
export function isRepeatedJustAsTold(failed: WalkStep, { everyone }: Session): boolean {
  if (retryAfterOf(failed) === 0 || everyone.length === 0) return false
  let repeated = known.get(everyone)
  if (!repeated) known.set(everyone, (repeated = new Map<string, boolean>()))
  const { position } = failed
  const is =
    repeated.get(position) ??
    areRepeated(
      requestsAt(everyone, position).filter(
        (step) => retryAfterOf(step) > 0 || !everyone.some((walk) => goingOnAtOnce(walk).has(step)),
      ),
      isJustAsTold,
    )
  repeated.set(position, is)
  return is
}

const requestsAt = (crowd: Crowd, position: string): readonly WalkStep[] =>
  requestsFor(crowd, position, 'with retries').toSorted((a, b) => a.entry.id - b.entry.id)

/**
 * The walks that requested a failed page out of order after the failure, if it came as often as all
 * others but the first. Workers that share a list may repeat it over a connection of another one.
 */
function jumpingTo(failed: WalkStep, walk: Walk, { everyone }: Session): Crowd {
  const jumping = everyone.filter(
    (other) =>
      other !== walk &&
      stepsAt(other, failed.position).some(
        ({ link, entry }) => JUMPS.has(link) && entry.at >= failed.sentAt,
      ),
  )
  if (jumping.length === 0) return NONE
  const counts = countPages(everyone).map(({ served }) => served.length)
  const [, times] = counts
  return counts.every((count, index) => index === 0 || count === times) ? jumping : NONE
}

const NONE: Crowd = []

const JUMPS: ReadonlySet<Link> = new Set(['page', 'previous', 'resumed'])

/** The walks that may hold further pages of a client that chooses its pages in an order of its own. */
function sharesBeside(walk: Walk, { everyone }: Session): Crowd {
  const own = new Set(symptomsOf(walk).pages)
  return everyone.filter((other) => isShare(symptomsOf(other).pages, own))
}

/** Milliseconds after an answer in which a client that need not wait goes on. */
const AT_ONCE_MS = 50

const atOnce = new WeakMap<Walk, ReadonlySet<WalkStep>>()

/** The requests with which a client went on over the same connection at once. They repeat nothing. */
function goingOnAtOnce(walk: Walk): ReadonlySet<WalkStep> {
  let steps = atOnce.get(walk)
  if (steps) return steps
  steps = new Set(
    walk.steps.filter((step, index) => {
      const before = walk.steps[index - 1]
      const isNext = step.link === 'next' && before?.line === step.line
      return isNext && waited(before, step) < AT_ONCE_MS
    }),
  )
  atOnce.set(walk, steps)
  return steps
}

/** More failures that wait at the same time are a storm. */
const MANY_WAITING = 64

/**
 * Whether a later request repeats each failure among the requests for a page. With `isJustAsTold`
 * only failures with a Retry-After count.
 */
function areRepeated(
  requests: readonly WalkStep[],
  isRetry: typeof isAsTold | typeof isJustAsTold,
): boolean {
  const waiting = new Set<WalkStep>()
  for (const request of requests) {
    for (const failed of waiting)
      if (failed.sentAt <= request.entry.at && isRetry(failed, request)) {
        waiting.delete(failed)
        break
      }
    const counts = isRetry === isAsTold || retryAfterOf(request) > 0
    if (request.answered === 'failed' && counts) waiting.add(request)
    if (waiting.size > MANY_WAITING) return false
  }
  return waiting.size === 0
}
