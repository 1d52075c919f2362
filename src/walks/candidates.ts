// Chooses, mostly by connection, among the walks that a request may belong to.
// Lists of walks are sorted with the latest first.

import type { Ahead } from './ahead.ts'
import { isOnConnectionOf, userOf } from './evidence.ts'
import type { Options } from './list-target.ts'
import type { Step } from './step.ts'
import { lowest, those } from './those.ts'
import { hadRead } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

export const isSameClient = (builder: WalkBuilder, step: Step): boolean =>
  isSameList(builder, step) && builder.lastStep()?.entry.lane === step.entry.lane

/**
 * Whether a request and a walk have the same options.
 * A walk by page may go on by the cursors that its pages gave.
 */
export const isSameList = (builder: WalkBuilder, step: Step): boolean =>
  builder.optionsKey() === step.optionsKey ||
  (step.cursor !== null && builder.mayTurnToCursors() && isSame(step.options, builder.options()))

/**
 * The walk that a request fits best: first by its last answer, then by use of the connection.
 * Else neediest() chooses among the walks whose clients do not make the same request later.
 */
export const closest = (
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined =>
  waitingFor(step, builders) ??
  userOf(step, builders) ??
  neediest(
    step,
    those(builders, (builder) => !ahead.isAboutTo(builder, step)),
    ahead,
  )

/**
 * The walk whose connection goes on from this request first, else the oldest walk.
 * Two kinds of walks are taken only if no other is left: those whose connection goes on otherwise,
 * and those whose client uses only two other connections.
 */
function neediest(
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined {
  const free = those(builders, (builder) => !ahead.isBound(builder, step))
  const able = free.length > 0 ? free : builders
  return (
    firstDue(step, able, ahead) ??
    able.findLast((builder) => !ahead.isKept(builder, step)) ??
    oldest(able)
  )
}

/** The walk whose connection goes on first from this request; undefined if no connection does. */
export function firstDue(
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined {
  let first: WalkBuilder | undefined
  let earliest = Infinity
  for (const builder of builders) {
    const deadline = ahead.deadlineOf(builder, step) ?? Infinity
    if (deadline < earliest) [first, earliest] = [builder, deadline]
  }
  return first
}

/** The walk whose last answer came over this request's connection; of several, the latest. */
export function waitingFor(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  let waiting: WalkBuilder | undefined
  for (const builder of builders) {
    if (!isOnConnectionOf(builder, step)) continue
    if (waiting === undefined || idOf(builder) > idOf(waiting)) waiting = builder
  }
  return waiting
}

export const idOf = (builder: WalkBuilder): number => builder.lastStep()?.entry.id ?? 0

/** Whether the walk's last answer came over the connection or the lane of this request. */
export const hasGoneOn = (builder: WalkBuilder, step: Step): boolean =>
  isOnConnectionOf(builder, step) || builder.last()?.entry.lane === step.entry.lane

/**
 * The walk that fetched this position before, for a request that repeats it.
 * The walk with the fewest visits comes first, because clients at once share the repetitions.
 * Walks that their client has left are taken only if there are no others.
 */
export function visitorOf(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  const been = those(builders, ({ visits }) => visits.has(step.position))
  const going = those(been, (builder) => !builder.isLeft())
  const rank = (builder: WalkBuilder): number =>
    (builder.visits.get(step.position) ?? 0) - (isSameClient(builder, step) ? 0.5 : 0)
  const staying = going.length > 0 ? going : been
  return waitingFor(step, staying) ?? lowest(staying, rank)
}

/** Whether the client of this step cannot have read the walk's last answer before. */
export function isAnother(builder: WalkBuilder, step: Step): boolean {
  const last = builder.lastStep()
  return last !== undefined && !isSameClient(builder, step) && !hadRead(last, step)
}

export const oldest = (builders: readonly WalkBuilder[]): WalkBuilder | undefined => builders.at(-1)

export const isSame = (some: Options, others: Options): boolean =>
  some.size === others.size && [...some].every(([name, value]) => others.get(name) === value)

export const isPartOf = (some: Options, all: Options): boolean =>
  some.size < all.size && [...some].every(([name, value]) => all.get(name) === value)
