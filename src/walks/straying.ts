// Finds the walk of a request that leaves the way from page to page. It has other parameters, asks
// for the same page again, or follows an order of its own.

import type { Ahead } from './ahead.ts'
import { firstDue, hasGoneOn, isPartOf } from './candidates.ts'
import { userOf, useOf } from './evidence.ts'
import type { Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** `paged`: walks by page that may have made a request. `going`: walks to which it was offered. */
type PageContext = {
  readonly paged: readonly WalkBuilder[]
  readonly going: readonly WalkBuilder[]
  readonly ahead: Ahead
}

/**
 * A walk with other parameters that made the request by mistake.
 * It used the connection last, or its connection goes on from this request before others do.
 */
export function driftedTo(
  step: Step,
  { paged, going, ahead }: PageContext,
): WalkBuilder | undefined {
  // Else the page belongs to a walk with the request's own parameters, which was offered it too.
  if (!ahead.isSurplus(step)) return undefined
  const offered = paged.filter(
    (builder) => builder.optionsKey() !== step.optionsKey && isOnItsWay(builder, step),
  )
  if (offered.length === 0) return undefined
  // Walks with the same options either all go on themselves, or none of them does.
  const others = [...Map.groupBy(offered, (builder) => builder.optionsKey()).values()]
    .filter(([one]) => one && !ahead.goesOnItself(one, step, paged))
    .flat()
  if (others.length === 0) return undefined
  const user = userOf(step, [...going, ...others])
  if (user) return others.includes(user) ? user : undefined
  const due = firstDue(step, [...going, ...others], ahead)
  return due && others.includes(due) ? due : undefined
}

/** The walk that this request continues, without some of the walk's parameters. */
export const lostAt = (
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined =>
  builders.find(
    (builder) =>
      isOnItsWay(builder, step) &&
      isPartOf(step.options, builder.options()) &&
      isDrifting(builder, step, ahead) &&
      !ahead.goesOnItself(builder, step, builders),
  )

/** The walk that this request continues, with another per_page or another filter. */
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
          isOnItsWay(builder, step) &&
          isDrifting(builder, step, ahead) &&
          !ahead.goesOnItself(builder, step, builders),
      )

/** Whether a walk was offered a page next. A single request for one row only reads the total. */
const isOnItsWay = (builder: WalkBuilder, { position }: Step): boolean =>
  builder.goesOnTo(position) && (builder.last()?.perPage !== 1 || builder.visits.size > 1)

/**
 * Whether a request with other parameters may be the walk's.
 * The page must have more requests than the page before it. The walk must share the connection or
 * the lane, or have several pages already.
 */
const isDrifting = (builder: WalkBuilder, step: Step, ahead: Ahead): boolean =>
  ahead.isSurplus(step) && (hasGoneOn(builder, step) || builder.visits.size > 1)

/**
 * The walk that repeats this page: it has just fetched it and used the connection last.
 * The page must have more requests than there are clients that can have come to it.
 */
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
 * The walk in an order of its own that used the connection last. Walks to which the page was offered
 * come first. The result is undefined if one of them used the connection last, or if its connections
 * go on from this request.
 */
export function wandererOf(
  step: Step,
  {
    lacking,
    going,
    ahead,
  }: Omit<PageContext, 'paged'> & { readonly lacking: readonly WalkBuilder[] },
): WalkBuilder | undefined {
  const user = userOf(step, lacking)
  const offered = userOf(step, going)
  const isWandering =
    user !== undefined &&
    (offered === undefined || useOf(offered, step) < useOf(user, step)) &&
    (user.hasJumped() || (going.length === 0 && ahead.isPaired(step))) &&
    !user.failing.has(step.position)
  return isWandering && firstDue(step, going, ahead) === undefined ? user : undefined
}
