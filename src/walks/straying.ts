// Walks that leave the way from page to page: with other parameters, to the same page again, or in an order of their own.

import type { Ahead } from './ahead.ts'
import { firstDue, hasGoneOn, isPartOf } from './candidates.ts'
import { isOnConnectionOf, userOf } from './evidence.ts'
import type { Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** Walks by page that may have made a request; `going`: those to which it was offered. */
type PageContext = {
  readonly paged: readonly WalkBuilder[]
  readonly going: readonly WalkBuilder[]
  readonly ahead: Ahead
}

/** The walk with other parameters that used the connection last, or whose connection goes on from this request before others do. */
export function driftedTo(step: Step, { paged, going, ahead }: PageContext): WalkBuilder | undefined {
  const others = paged.filter(
    (builder) =>
      builder.optionsKey() !== step.optionsKey &&
      builder.goesOnTo(step.position) &&
      !ahead.goesOnItself(builder, step, paged),
  )
  if (others.length === 0) return undefined
  const user = userOf(step, [...going, ...others])
  const isOthers = user !== undefined && others.includes(user)
  if (!ahead.isSurplus(step)) return isOthers && hasLost(user, step, going) ? user : undefined
  if (user) return isOthers ? user : undefined
  const due = firstDue(step, [...going, ...others], ahead)
  return due && others.includes(due) ? due : undefined
}

/** Whether a walk lost parameters, by its connection alone: a client that looked at the whole list before used the same one. */
const hasLost = (user: WalkBuilder, step: Step, going: readonly WalkBuilder[]): boolean =>
  isPartOf(step.options, user.options()) &&
  isOnConnectionOf(user, step) &&
  going.every((builder) => isOnConnectionOf(builder, step))

/** The walk that this request goes on with, but for the parameters that it dropped. */
export const lostAt = (
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined =>
  builders.find(
    (builder) =>
      builder.goesOnTo(step.position) &&
      isPartOf(step.options, builder.options()) &&
      isDrifting(builder, step, ahead) &&
      !ahead.goesOnItself(builder, step, builders),
  )

/** The walk that this request goes on with, but for per_page or a filter. */
export const alteredAt = (
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined =>
  builders.some((builder) => builder.optionsKey() === step.optionsKey && builder.hasJumped())
    ? undefined
    : builders.find(
        (builder) =>
          builder.optionsKey() !== step.optionsKey &&
          builder.goesOnTo(step.position) &&
          isDrifting(builder, step, ahead) &&
          !ahead.goesOnItself(builder, step, builders),
      )

/** Whether a request with other parameters may be the walk's: over its connection, or it was left on its way and none other could. */
const isDrifting = (builder: WalkBuilder, step: Step, ahead: Ahead): boolean =>
  ahead.isSurplus(step) && (hasGoneOn(builder, step) || builder.visits.size > 1)

/** The walk that has just been at this page and used the connection last, where the page is requested too often for all to go on. */
export function repeatingAt(
  step: Step,
  { paged, going, ahead }: PageContext,
): WalkBuilder | undefined {
  const user = userOf(step, paged)
  const isRepeating =
    user !== undefined &&
    user.optionsKey() === step.optionsKey &&
    user.last()?.position === step.position &&
    !user.failing.has(step.position) &&
    ahead.isRepeated(step)
  return isRepeating && firstDue(step, going, ahead) === undefined ? user : undefined
}

/**
 * The walk in an order of its own that used the connection last, unless one that goes on from page to page has that evidence, too:
 * it was there before, or its connections go on from here.
 */
export function wandererOf(
  step: Step,
  {
    lacking,
    going,
    ahead,
  }: { lacking: readonly WalkBuilder[]; going: readonly WalkBuilder[]; ahead: Ahead },
): WalkBuilder | undefined {
  const user = userOf(step, [...lacking, ...going])
  const isWandering =
    user !== undefined &&
    !going.includes(user) &&
    user.hasJumped() &&
    !user.failing.has(step.position)
  return isWandering && firstDue(step, going, ahead) === undefined ? user : undefined
}
