// Signs that requests over some connections go on from answers over others.

import { countWhile } from '../bisect.ts'
import type { Work } from '../clock/turns.ts'
import { FIRST } from './list-target.ts'
import { givenCursors, type Step } from './step.ts'
import { isFirstJustAsTold, retryAfterOf } from './walk.ts'

type Uses = readonly Step[]

/** By the list and the position: the requests for it, the oldest first. */
export type Requests = ReadonlyMap<string, Uses>

/** Requests over some connections, the oldest first, and the same by place. */
export type Traffic = { readonly steps: Uses; readonly requests: Requests }

export const placeOf = ({ listKey, position }: Step): string => `${listKey} ${position}`

/** Other work may have a turn after so many steps, which take less than a microsecond each. */
const TOGETHER = 256

export function* trafficOf(steps: Uses): Work<Traffic> {
  const requests = new Map<string, Step[]>()
  for (const [index, step] of steps.entries()) {
    if (index % TOGETHER === 0) yield
    const key = placeOf(step)
    const same = requests.get(key)
    if (same) same.push(step)
    else requests.set(key, [step])
  }
  return { steps, requests }
}

/** Whether requests over some connections go on from answers over others, or the other way round. */
export const goOnFromEachOther = (one: Traffic, other: Traffic): boolean =>
  goOnFrom(one, other) || goOnFrom(other, one)

const goOnFrom = (own: Traffic, others: Traffic): boolean =>
  haveCursorOf(own.steps, others.steps) || areRepeatedBy(own, others) || isBegunBy(own, others)

/** Whether a first request failed, and only others requested the first page after that. */
const isBegunBy = ({ steps, requests }: Traffic, others: Traffic): boolean =>
  steps.some(
    (step) =>
      step.position === FIRST &&
      step.answered === 'failed' &&
      isLater(step, others.requests) &&
      !isLater(step, requests),
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
const areRepeatedBy = ({ steps, requests }: Traffic, others: Traffic): boolean =>
  steps.some(
    (step) =>
      step.answered === 'failed' &&
      retryAfterOf(step) > 0 &&
      isRepeatedIn(others.requests, step) &&
      !isRepeatedIn(requests, step),
  )

const isRepeatedIn = (requests: Requests, failed: Step): boolean =>
  isFirstJustAsTold(failed, requests.get(placeOf(failed)) ?? [])

/** The number of earlier requests for a page that may still be under way. */
const NEAR = 8

/** Whether each request was made while others requested the same. */
export const areEchoesOf = (
  { steps }: Pick<Traffic, 'steps'>,
  { requests }: Pick<Traffic, 'requests'>,
): boolean => steps.every((step) => isEcho(step, requests.get(placeOf(step)) ?? []))

/** Whether one of the requests for the same page was under way at the same time. */
function isEcho(step: Step, others: Uses): boolean {
  const end = countWhile(others.length, (index) => (others[index]?.entry.at ?? 0) < step.sentAt)
  return others.slice(Math.max(0, end - NEAR), end).some((other) => step.entry.at < other.sentAt)
}
