// To which walk a request for the first page belongs; to none where it begins one.

import type { Ahead } from './ahead.ts'
import { isSameClient } from './candidates.ts'
import { isOnConnectionOf } from './evidence.ts'
import { oldestFailing } from './failing.ts'
import type { Match } from './match.ts'
import { FIRST, type Step } from './step.ts'
import { hadRead } from './walk.ts'
import { isEarly, type WalkBuilder } from './walk-builder.ts'

export function matchFirst(
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): Match | undefined {
  const same = builders.filter((builder) => builder.optionsKey() === step.optionsKey)
  const failed = oldestFailing(step, same)
  const failure = failed?.failing.get(FIRST)
  // Any number of clients may begin: one that seems to come back too early may be another one.
  const isSplit =
    failure !== undefined && isEarly(failure, step) && ahead.isMadeAsTold(failure, step)
  if (failed && !isSplit) return { builder: failed, link: 'retry' }
  const misread = same.find(
    (builder) =>
      builder.isAtFirst() &&
      (isOnConnectionOf(builder, step)
        ? step.misread !== null || isMisread(builder)
        : isMisread(builder) && isSameClient(builder, step) && !builder.isLeft()),
  )
  if (misread) return { builder: misread, link: 'repeat' }
  const turning = same.find(
    (builder) =>
      builder.goesBackTo(FIRST) &&
      (builder.isTurned() || (isSameClient(builder, step) && isSpeltOut(builder, step))),
  )
  if (turning) return { builder: turning, link: 'previous' }
  // All pages at once, and the first was not the first to arrive.
  const parallel = same.find(({ start, visits, lastStep }) => {
    const before = lastStep()
    return (
      start.position !== FIRST &&
      start.page !== null &&
      !visits.has(FIRST) &&
      !ahead.isNeverBegun(start) &&
      before !== undefined &&
      !hadRead(before, step)
    )
  })
  if (parallel) return { builder: parallel, link: 'page' }
  const refused = same.find(
    (builder) =>
      builder.last() === undefined && builder.failing.size === 0 && isSameClient(builder, step),
  )
  return refused && step.answered === 'refused' ? { builder: refused, link: 'repeat' } : undefined
}

const isMisread = (builder: WalkBuilder): boolean => (builder.lastStep()?.misread ?? null) !== null

/** The way back is spelt page=1 by a client that left the page out when it began. */
const isSpeltOut = ({ start }: WalkBuilder, step: Step): boolean =>
  !start.parameters.has('page') && step.parameters.has('page')
