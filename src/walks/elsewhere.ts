// Signs that requests over some connections go on from answers over others.

import { FIRST } from './list-target.ts'
import { givenCursors, type Step } from './step.ts'
import { isFirstJustAsTold, retryAfterOf } from './walk.ts'

type Uses = readonly Step[]

/** By the list and the position: the requests for it, the oldest first. */
type Requests = ReadonlyMap<string, Uses>

export const placeOf = ({ listKey, position }: Step): string => `${listKey} ${position}`

/**
 * Whether requests over some connections go on from answers over settled ones, or the other way
 * round. Both are sorted with the oldest first.
 */
export function goOnFromEachOther(left: Uses, settled: Uses): boolean {
  const own = Map.groupBy(left, placeOf)
  const others = Map.groupBy(settled, placeOf)
  return (
    haveCursorOf(left, settled) ||
    areRepeatedBy(left, own, others) ||
    areRepeatedBy(settled, others, own) ||
    isBegunBy(left, own, others)
  )
}

/** Whether a first request failed, and only others requested the first page after that. */
const isBegunBy = (uses: Uses, own: Requests, others: Requests): boolean =>
  uses.some(
    (step) =>
      step.position === FIRST &&
      step.answered === 'failed' &&
      isLater(step, others) &&
      !isLater(step, own),
  )

/** Whether the last of the requests for the page of a step came after its answer. */
const isLater = (step: Step, requests: Requests): boolean =>
  (requests.get(placeOf(step))?.at(-1)?.entry.at ?? -Infinity) >= step.sentAt

/** Whether a cursor was sent that only others had been given. */
function haveCursorOf(uses: Uses, others: Uses): boolean {
  const known = new Set(others.flatMap(({ list }) => givenCursors(list)))
  const given = new Set<string>()
  return uses.some(({ cursor, list }) => {
    const isFromOthers = cursor !== null && !given.has(cursor) && known.has(cursor)
    for (const one of givenCursors(list)) given.add(one)
    return isFromOthers
  })
}

/** Whether others repeated a failed request just when its wait was over, and its own side did not. */
const areRepeatedBy = (uses: Uses, own: Requests, others: Requests): boolean =>
  uses.some(
    (step) =>
      step.answered === 'failed' &&
      retryAfterOf(step) > 0 &&
      isRepeatedIn(others, step) &&
      !isRepeatedIn(own, step),
  )

const isRepeatedIn = (requests: Requests, failed: Step): boolean =>
  isFirstJustAsTold(failed, requests.get(placeOf(failed)) ?? [])
