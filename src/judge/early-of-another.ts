// Tells whether an early retry may be the request of another client in a crowd.

import { countWhile } from '../bisect.ts'
import { FIRST } from '../walks/list-target.ts'
import { isAsTold, type Walk, type WalkStep } from '../walks/walk.ts'
import { type Crowd, requestsFor } from './crowd.ts'

/** A failed request, and one for the same page before its Retry-After had passed. */
export type Pair = { readonly failed: WalkStep; readonly retry: WalkStep }

/** The requests of a crowd for a page, and the answers that offered it. Ids are ascending. */
export type Requests = {
  readonly latest: WalkStep | undefined
  readonly withoutRetries: readonly number[]
  readonly offers: readonly number[]
}

/** Returns a function that finds the requests for the page of a step, once for each page. */
export function readRequests(crowd: Crowd): (step: WalkStep) => Requests {
  const known = new Map<string, Requests>()
  return ({ position }) => {
    const before = known.get(position)
    if (before) return before
    const requests: Requests = {
      latest: byId(requestsFor(crowd, position, 'with retries')).at(-1),
      withoutRetries: idsOf(requestsFor(crowd, position)),
      offers: idsOf(
        crowd.flatMap(({ served }) => served.filter((step) => offersOf(step).has(position))),
      ),
    }
    known.set(position, requests)
    return requests
  }
}

const byId = (steps: readonly WalkStep[]): readonly WalkStep[] =>
  steps.toSorted((a, b) => a.entry.id - b.entry.id)

const idsOf = (steps: readonly WalkStep[]): readonly number[] =>
  byId(steps).map(({ entry }) => entry.id)

/**
 * Whether an early request of a crowd may be another client's. The crowd then repeated the failed
 * one after its Retry-After had passed, and other clients may have come to the page.
 */
export const isOfAnother = ({ failed, retry }: Pair, requests: Requests, crowd: Crowd): boolean =>
  requests.latest !== undefined &&
  isAsTold(failed, requests.latest) &&
  isOpenToOthers(retry, requests, crowd)

/**
 * Whether other clients may have come to a page. Each offer leads to one request, unless clients
 * choose pages by their numbers or repeat them.
 */
function isOpenToOthers(
  { position, page, entry }: WalkStep,
  requests: Requests,
  crowd: Crowd,
): boolean {
  if (position === FIRST) return true
  if (page !== null && crowd.some(hasJumped)) return true
  const { offers, withoutRetries } = requests
  return (
    offers.length !== withoutRetries.length ||
    countBefore(offers, entry.id) !== countBefore(withoutRetries, entry.id)
  )
}

const jumps = new WeakMap<Walk, boolean>()

/** Whether a walk requested a page by its number, out of order. */
export function hasJumped(walk: Walk): boolean {
  const has = jumps.get(walk) ?? walk.steps.some(({ link }) => link === 'page')
  jumps.set(walk, has)
  return has
}

const countBefore = (ids: readonly number[], id: number): number =>
  countWhile(ids.length, (index) => (ids[index] ?? id) < id)

const offersOf = ({ list }: WalkStep): ReadonlySet<string | null | undefined> =>
  new Set([list?.next, list?.previous, list?.cursors?.next, list?.cursors?.previous])
