// Finds the walk to which a request for the first page belongs; undefined if it begins a walk.

import type { Ahead } from './ahead.ts'
import { isSameClient } from './candidates.ts'
import { isOnConnectionOf } from './evidence.ts'
import { isWaiting, oldestFailing } from './failing.ts'
import type { Match } from './match.ts'
import { FIRST } from './list-target.ts'
import type { Step } from './step.ts'
import { hadRead } from './walk.ts'
import { isEarly, type WalkBuilder } from './walk-builder.ts'

/** `same`: the walks with the options of the request. */
export function matchFirst(
  step: Step,
  same: readonly WalkBuilder[],
  ahead: Ahead,
): Match | undefined {
  const failed = oldestFailing(step, same)
  const failure = failed?.failing.get(FIRST)
  // A retry that seems too early may be the first request of another client.
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
      !hasEachOnce(builder) &&
      (builder.isTurned() || (isSameClient(builder, step) && isSpeltOut(builder, step))) &&
      !isElsewhere(builder, step, ahead) &&
      !isWaiting(builder, step, ahead),
  )
  if (turning) return { builder: turning, link: 'previous' }
  // The client requested all pages at once, and another page than the first arrived first.
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
  return refused && step.answered !== 'served' ? { builder: refused, link: 'repeat' } : undefined
}

/** Whether a walk got each page of its list once, so that its client has nothing to go back for. */
const hasEachOnce = ({ visits, lastPage }: WalkBuilder): boolean =>
  visits.size === lastPage() && [...visits.values()].every((times) => times === 1)

/** Whether a walk stayed on one connection, and the request came over another that is used again. */
const isElsewhere = (builder: WalkBuilder, step: Step, ahead: Ahead): boolean =>
  builder.steps.length > 1 &&
  builder.uses.size() === 1 &&
  !isOnConnectionOf(builder, step) &&
  ahead.nextOf(step) !== undefined

const isMisread = (builder: WalkBuilder): boolean => (builder.lastStep()?.misread ?? null) !== null

/** Whether a request says page=1 though the walk began without a page: its client went back. */
const isSpeltOut = ({ start }: WalkBuilder, step: Step): boolean =>
  !start.parameters.has('page') && step.parameters.has('page')
