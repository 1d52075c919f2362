// To which walk a request belongs. Candidates come the latest first. The order of the alternatives is the point: what its client
// was offered comes before what it should not have done.

import type { Ahead } from './ahead.ts'
import { isOnConnectionOf } from './evidence.ts'
import { FIRST, type Options, type Step } from './step.ts'
import { hadRead, type Link, type WalkStep } from './walk.ts'
import { isEarly, mayRetry, type WalkBuilder } from './walk-builder.ts'

export type Match = { readonly builder: WalkBuilder; readonly link: Link }

export const isSameClient = (builder: WalkBuilder, step: Step): boolean =>
  isSameList(builder, step) && builder.lastStep()?.entry.lane === step.entry.lane

/** Whether a request asks for what a walk asks for; one by page may go on by the cursors of its pages. */
const isSameList = (builder: WalkBuilder, step: Step): boolean =>
  builder.optionsKey() === step.optionsKey ||
  (step.cursor !== null && builder.mayTurnToCursors() && isSame(step.options, builder.options()))

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

export function matchPage(
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): Match | undefined {
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
  const going = next.filter((builder) => !builder.isLeft())
  return (
    matchOf(closest(step, going, ahead), 'next') ??
    matchOf(oldestFailing(step, same), 'retry') ??
    matchOf(lostAt(step, paged, ahead), 'lost') ??
    matchOf(closest(step, next, ahead), 'next') ??
    matchOf(alteredAt(step, paged, ahead), 'altered') ??
    matchOf(oldest(going) ?? next[0], 'next') ??
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
const lostAt = (
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined =>
  builders.find(
    (builder) =>
      builder.goesOnTo(step.position) &&
      isPartOf(step.options, builder.options()) &&
      hasGoneOn(builder, step) &&
      !ahead.goesOnItself(builder, step, builders),
  )

/** The walk that this request goes on with, but for per_page or a filter. */
const alteredAt = (
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
          hasGoneOn(builder, step) &&
          !ahead.goesOnItself(builder, step, builders),
      )

/** Whether the walk's client had its last answer on this connection before it sent this. */
const hasGoneOn = (builder: WalkBuilder, step: Step): boolean =>
  isOnConnectionOf(builder, step) || builder.last()?.entry.lane === step.entry.lane

/** The walk that waited on the connection, else the oldest whose client is not about to make the request itself. */
const closest = (
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined =>
  waitingFor(step, builders) ??
  oldest(builders.filter((builder) => !ahead.isAboutTo(builder, step)))

/** Of the walks whose last answer came over the connection of this request the last one. */
function waitingFor(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  let waiting: WalkBuilder | undefined
  for (const builder of builders) {
    if (!isOnConnectionOf(builder, step)) continue
    if (waiting === undefined || idOf(builder) > idOf(waiting)) waiting = builder
  }
  return waiting
}

const idOf = (builder: WalkBuilder): number => builder.lastStep()?.entry.id ?? 0

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
  { owners, ahead }: { owners: readonly WalkBuilder[]; ahead: Ahead },
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
  const staying = fresh.filter((builder) => !builder.isLeft())
  return (
    matchOf(closest(step, staying, ahead) ?? oldest(staying), 'next') ??
    matchOf(oldestFailing(step, same), 'retry') ??
    matchOf(back, 'previous') ??
    matchOf(closest(step, fresh, ahead) ?? fresh[0], 'next') ??
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

/** Evidence of whose a request without a good token is. */
type TokenlessContext = {
  readonly ahead: Ahead
  /** By owner and cursor: the walks that were given it. */
  readonly given: ReadonlyMap<string, readonly WalkBuilder[]>
}

/** `builders`: walks with all tokens of a user. The cursor decides, else the connection, else it is the only one that was left. */
export function matchTokenless(
  step: Step,
  builders: readonly WalkBuilder[],
  { ahead, given }: TokenlessContext,
): Match | undefined {
  const { position } = step
  const owners = builders.filter(
    (builder) =>
      (step.cursor === null ? builder.start.paginator === 'page' : true) &&
      builder.goesOnTo(position) &&
      (step.cursor !== null || isWithin(step.options, builder.options())),
  )
  const waiting = waitingFor(step, owners)
  const recent = owners.toSorted((a, b) => idOf(b) - idOf(a))
  // As many walks go on by themselves as the same request comes later: another one has lost its token.
  const left =
    step.cursor === null
      ? recent.slice(ahead.countLater(recent[0], step))
      : recent.length > 0
        ? recent
        : holdersOf(position, given)
  return matchOf(waiting ?? left[0], 'tokenless')
}

/** The walks that were given a cursor, whatever their token. */
function holdersOf(cursor: string, given: TokenlessContext['given']): readonly WalkBuilder[] {
  for (const [key, builders] of given) if (key.endsWith(` ${cursor}`)) return builders
  return []
}

const isWithin = (some: Options, all: Options): boolean => isSame(some, all) || isPartOf(some, all)

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
  const staying = going.length > 0 ? going : been
  return waitingFor(step, staying) ?? staying.toSorted((a, b) => rank(a) - rank(b))[0]
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
  const isOn = ({ failed }: { failed: WalkStep }): boolean =>
    failed.entry.connection === step.entry.connection
  const own = waiting.filter(isOn)
  return (own.length > 0 ? own : waiting).toSorted(
    (a, b) => a.failed.entry.id - b.failed.entry.id,
  )[0]?.builder
}
