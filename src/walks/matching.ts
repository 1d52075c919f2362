// To which walk a request belongs. Candidates come the latest first. The order of the alternatives is the point: what its client
// was offered comes before what it should not have done.

import { type WalkBuilder, mayRetry } from './walk-builder.ts'
import { filtersOf, FIRST, type Options, type Step } from './step.ts'
import { hadRead, type Link } from './walk.ts'

export type Match = { readonly builder: WalkBuilder; readonly link: Link }

export const isSameClient = (builder: WalkBuilder, step: Step): boolean =>
  isSameList(builder, step) && builder.lastStep()?.entry.lane === step.entry.lane

/** Whether a request asks for what a walk asks for; one by page may go on by the cursors of its pages. */
const isSameList = (builder: WalkBuilder, step: Step): boolean =>
  builder.optionsKey() === step.optionsKey ||
  (step.cursor !== null && builder.mayTurnToCursors() && isSame(step.options, builder.options()))

export function matchFirst(step: Step, builders: readonly WalkBuilder[]): Match | undefined {
  const same = builders.filter((builder) => builder.optionsKey() === step.optionsKey)
  const failed = oldestFailing(step, same)
  if (failed) return { builder: failed, link: 'retry' }
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

/** The way back is spelt page=1 by a client that left the page out when it began. */
const isSpeltOut = ({ start }: WalkBuilder, step: Step): boolean =>
  !start.parameters.has('page') && step.parameters.has('page')

export function matchPage(step: Step, builders: readonly WalkBuilder[]): Match | undefined {
  const { position } = step
  const page = step.page ?? 1
  const paged = builders.filter(({ start }) => start.paginator === 'page')
  const same = paged.filter((builder) => builder.optionsKey() === step.optionsKey)
  const lacking = same.filter(({ visits }) => !visits.has(position))
  const next = lacking.filter(
    (builder) => !builder.failing.has(position) && builder.goesOnTo(position),
  )
  const back = same.filter((builder) => builder.goesBackTo(position))
  const turned = back.find((builder) => builder.isTurned())
  const turning = oldest(back)
  // Rows may have been added since: then the answer itself knows a later last page.
  const jumping = lacking.filter(
    (builder) => page <= Math.max(builder.lastPage(), builder.last() ? (step.lastPage ?? 0) : 0),
  )
  const jumped = jumping.find((builder) => builder.hasJumped() || isSince(builder, turning))
  const visitor = visitorOf(step, same)
  const ended = lacking.filter(
    (builder) => builder.last()?.list?.next === null && page > builder.lastPage(),
  )
  const beyond = ended.find((builder) => isSameClient(builder, step)) ?? oldest(ended)
  const served = same.find((builder) => builder.last() !== undefined)
  const unserved = same.find((builder) => builder.lastStep()?.answered !== 'served')
  return (
    matchOf(oldest(next.filter((builder) => !builder.isLeft())), 'next') ??
    matchOf(oldestFailing(step, same), 'retry') ??
    matchOf(lostAt(step, paged), 'lost') ??
    matchOf(next[0], 'next') ??
    matchOf(resizedAt(step, paged), 'altered') ??
    matchOf(turned, 'previous') ??
    matchOf(jumped, 'page') ??
    matchOf(turning, 'previous') ??
    matchOf(jumping[0], 'page') ??
    matchOf(
      visitor && isAnother(visitor, step) ? undefined : visitor,
      visitor?.last()?.position === position ? 'repeat' : 'page',
    ) ??
    matchOf(beyond ?? (visitor ? undefined : served), 'beyond') ??
    matchOf(unserved, 'page')
  )
}

/** Whether a walk began when another had been at its last page already. */
const isSince = (builder: WalkBuilder, other: WalkBuilder | undefined): boolean =>
  builder.start.entry.id > (other?.lastStep()?.entry.id ?? Infinity)

/** The walk that this request goes on with, but for the parameters that it dropped. */
const lostAt = (step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined =>
  builders.find(
    (builder) =>
      builder.goesOnTo(step.position) &&
      isPartOf(step.options, builder.options()) &&
      hasGoneOn(builder, step),
  )

/** The walk that this request goes on with, but for per_page. */
const resizedAt = (step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined =>
  builders.find(
    (builder) =>
      builder.optionsKey() !== step.optionsKey &&
      builder.goesOnTo(step.position) &&
      hasGoneOn(builder, step) &&
      isSame(filtersOf(step.options), filtersOf(builder.options())),
  )

/** Whether the walk's client had its last answer on this connection before it sent this. */
const hasGoneOn = (builder: WalkBuilder, step: Step): boolean =>
  builder.last()?.entry.lane === step.entry.lane

const isSame = (some: Options, others: Options): boolean =>
  some.size === others.size && [...some].every(([name, value]) => others.get(name) === value)

const isPartOf = (some: Options, all: Options): boolean =>
  some.size < all.size && [...some].every(([name, value]) => all.get(name) === value)

/** Texts that a client makes of the cursor that was not there. */
const NO_CURSOR = /^(?:null|undefined|none|nil|nan|false)$/i

/** `owners`: the walks that were given the cursor. */
export function matchCursor(
  step: Step,
  builders: readonly WalkBuilder[],
  owners: readonly WalkBuilder[],
): Match | undefined {
  const { position } = step
  if (owners.length === 0) return matchUnknown(step, builders)
  const same = owners.filter((builder) => isSameList(builder, step))
  const next = same.filter((builder) => builder.goesOnTo(position))
  const fresh = nearest(
    step,
    next.filter(({ visits, failing }) => !visits.has(position) && !failing.has(position)),
  )
  const [back] = nearest(
    step,
    same.filter((builder) => !builder.goesOnTo(position) && builder.goesBackTo(position)),
  )
  const visitor = visitorOf(step, same)
  const lacking = owners.filter((builder) => isPartOf(step.options, builder.options()))
  const others = owners.filter((builder) => !same.includes(builder))
  const goingOn = (builder: WalkBuilder): boolean => builder.goesOnTo(position)
  return (
    matchOf(oldest(fresh.filter((builder) => !builder.isLeft())), 'next') ??
    matchOf(oldestFailing(step, same), 'retry') ??
    matchOf(back, 'previous') ??
    matchOf(fresh[0], 'next') ??
    matchOf(visitor?.last()?.position === position ? visitor : undefined, 'repeat') ??
    matchOf(visitorOf(step, next) ?? next[0], 'next') ??
    matchOf(
      visitor ?? same.find((builder) => builder.optionsKey() === step.optionsKey),
      'resumed',
    ) ??
    matchOf(lacking.find(goingOn) ?? lacking[0], 'lost') ??
    matchOf(others.find(goingOn) ?? others[0], 'altered')
  )
}

/** Walks by cursor before those by page, and of these the client's own before others: most that go by page stay with it. */
function nearest(step: Step, builders: readonly WalkBuilder[]): readonly WalkBuilder[] {
  const byCursor = builders.filter((builder) => builder.optionsKey() === step.optionsKey)
  const own = builders.filter((builder) => isSameClient(builder, step))
  return [byCursor, own].find((some) => some.length > 0) ?? builders
}

/** A cursor that this token was not given in any walk. */
function matchUnknown(step: Step, builders: readonly WalkBuilder[]): Match | undefined {
  const failed = oldestFailing(step, builders)
  if (failed) return { builder: failed, link: 'retry' }
  if (!NO_CURSOR.test(step.position)) return undefined
  const ended = builders.find(
    (builder) =>
      hasGoneOn(builder, step) &&
      (builder.last()?.list?.next === null || builder.lastStep()?.link === 'beyond'),
  )
  return matchOf(ended, 'beyond')
}

export const matchOf = (builder: WalkBuilder | undefined, link: Link): Match | undefined =>
  builder && { builder, link }

/**
 * Of the walks that were at this position before the one that was there least often, so that clients at once share their second
 * looks; not one that its client has left for another, unless there are no others.
 */
function visitorOf(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  const been = builders.filter(({ visits }) => visits.has(step.position))
  const going = been.filter((builder) => !builder.isLeft())
  const rank = (builder: WalkBuilder): number =>
    (builder.visits.get(step.position) ?? 0) - (isSameClient(builder, step) ? 0.5 : 0)
  return (going.length > 0 ? going : been).toSorted((a, b) => rank(a) - rank(b))[0]
}

/** Whether the client of this step cannot have read the walk's last answer. */
function isAnother(builder: WalkBuilder, step: Step): boolean {
  const last = builder.lastStep()
  return last !== undefined && !isSameClient(builder, step) && !hadRead(last, step)
}

const oldest = (builders: readonly WalkBuilder[]): WalkBuilder | undefined => builders.at(-1)

/** Of those that failed at this position the one that has waited longest. */
function oldestFailing(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  const waiting = builders.flatMap((builder) => {
    const failed = builder.failing.get(step.position)
    return failed && builder.optionsKey() === step.optionsKey && mayRetry(failed, step)
      ? [{ builder, failed }]
      : []
  })
  return waiting.toSorted((a, b) => a.failed.entry.id - b.failed.entry.id)[0]?.builder
}
