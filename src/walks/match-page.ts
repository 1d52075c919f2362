// Finds the walk to which a request for a page belongs. The order of the alternatives matters:
// pages that were offered to a client come before requests that would be a mistake.

import type { Ahead } from './ahead.ts'
import {
  closest,
  isAnother,
  isPartOf,
  isSameClient,
  oldest,
  visitorOf,
  waitingFor,
} from './candidates.ts'
import {
  isAloneOnLine,
  isAtPage,
  isOnConnectionOf,
  keeperOf,
  MIN_KEPT,
  repeaterOf,
  userOf,
} from './evidence.ts'
import { failedOn, oldestFailing, patient } from './failing.ts'
import { type Match, matchOf } from './match.ts'
import { FIRST } from './list-target.ts'
import type { Recent } from './recent.ts'
import type { Step } from './step.ts'
import { alteredAt, driftedTo, lostAt, repeatingAt, wandererOf } from './straying.ts'
import { those } from './those.ts'
import type { WalkBuilder } from './walk-builder.ts'

const NONE: readonly WalkBuilder[] = []

export function matchPage(step: Step, recent: Recent, ahead: Ahead): Match | undefined {
  const { position } = step
  const page = step.page ?? 1
  const paged = recent.paged()
  const same = those(recent.alike(step.optionsKey), ({ start }) => start.paginator === 'page')
  const lacking = those(same, ({ visits }) => !visits.has(position))
  const next = those(
    lacking,
    (builder) => !builder.failing.has(position) && builder.goesOnTo(position),
  )
  // Rows may have been added in the meantime: the answer itself then has a later last page.
  const jumping = those(
    lacking,
    (builder) => page <= Math.max(builder.lastPage(), builder.last() ? (step.lastPage ?? 0) : 0),
  )
  const going = those(next, (builder) => !builder.isLeft())
  const keeper = keeperOf(step, same)
  const isBack =
    keeper?.goesBackTo(position) &&
    !keeper.failing.has(position) &&
    (keeper.isTurned() || patient(step, same, ahead) === undefined)
  const isRepeated = keeper && isAtPage(keeper, position) && lacking.length === 0
  // A client that has turned back may go on to a page that it had before.
  const isOn = keeper?.goesOnTo(position) && !keeper.failing.has(position)
  const paired = ahead.isPaired(step) ? userOf(step, next) : undefined
  const owner = ownerOf(step, same)
  const isOwn = owner !== undefined && isAloneOnLine(step, owner, paged)
  const isNewLine = userOf(step, paged) === undefined
  const strayed =
    isOwn || mayTurnTo(step, same) || (isNewLine && mayAskAtOnce(step, lacking)) ? NONE : paged
  const drifted = driftedTo(step, { paged: strayed, going, ahead })
  const wandering = wandererOf(step, { lacking: jumping, going, ahead })
  return (
    matchOf(failedOn(step, keeper, ahead), 'retry') ??
    matchOf(drifted, drifted && isPartOf(step.options, drifted.options()) ? 'lost' : 'altered') ??
    matchOf(isRepeated ? keeper : repeatingAt(step, { paged, going, ahead }), 'repeat') ??
    matchOf(repeaterOf(step, { same, going, ahead }), 'repeat') ??
    matchOf(paired, 'next') ??
    matchOf(wandering, wandering?.goesBackTo(position) ? 'previous' : 'page') ??
    matchOf(isBack ? keeper : undefined, 'previous') ??
    matchOf(isOn ? keeper : undefined, 'next') ??
    matchOf(closest(step, going, ahead), 'next') ??
    matchOf(patient(step, same, ahead), 'retry') ??
    matchOf(oldest(going), 'next') ??
    matchOf(oldestFailing(step, same), 'retry') ??
    matchOf(lostAt(step, strayed, ahead), 'lost') ??
    matchOf(closest(step, next, ahead), 'next') ??
    matchOf(next[0], 'next') ??
    matchOf(unansweredOf(step, same), 'page') ??
    matchOf(alteredAt(step, strayed, ahead), 'altered') ??
    matchUnoffered(step, { same, lacking, jumping })
  )
}

/**
 * Whether a walk with the options of a request may have come to it in an order of its own: back to
 * the page before, further on its way, or straight after the first page.
 */
const mayTurnTo = (step: Step, same: readonly WalkBuilder[]): boolean =>
  same.some(
    (builder) =>
      !keepsAnother(builder, step) &&
      (builder.goesBackTo(step.position) ||
        (builder.isTurned() && builder.goesOnTo(step.position)) ||
        (!builder.visits.has(step.position) &&
          (step.page ?? 1) <= builder.lastPage() &&
          ((builder.hasJumped() && builder.start.position === FIRST) ||
            (builder.isAtFirst() &&
              (isOnConnectionOf(builder, step) || step.page === builder.lastPage()))))),
  )

/**
 * Whether a walk with the options of a request waited for another page when it came. Its client may
 * ask for several pages at once.
 */
const mayAskAtOnce = ({ entry, page }: Step, lacking: readonly WalkBuilder[]): boolean =>
  lacking.some(
    (builder) =>
      builder.start.position === FIRST &&
      (builder.lastStep()?.sentAt ?? 0) > entry.at &&
      (page ?? 1) <= builder.lastPage(),
  )

/** Whether a walk kept to one connection, which is not that of the request. */
const keepsAnother = (builder: WalkBuilder, step: Step): boolean =>
  builder.steps.length >= MIN_KEPT && builder.uses.size() === 1 && !isOnConnectionOf(builder, step)

/**
 * The walk whose last request got no list, so that its client may go on to any page. Undefined where
 * another walk has the connection for itself.
 */
function unansweredOf(step: Step, same: readonly WalkBuilder[]): WalkBuilder | undefined {
  const unanswered = those(same, (builder) => builder.lastStep()?.answered !== 'served')
  const owner = ownerOf(step, same)
  if (owner && !unanswered.includes(owner)) return undefined
  return (
    waitingFor(step, unanswered) ??
    userOf(step, unanswered) ??
    // A client without any list knows of no further pages.
    unanswered.find((builder) => builder.last() !== undefined) ??
    unanswered[0]
  )
}

/** Finds the walk of a request for a page that no walk was offered next. */
function matchUnoffered(
  step: Step,
  { same, lacking, jumping }: Record<'same' | 'lacking' | 'jumping', readonly WalkBuilder[]>,
): Match | undefined {
  const { position } = step
  const owner = ownerOf(step, same)
  if (owner && lacking.includes(owner) && !owner.goesBackTo(position)) {
    const isThere = (step.page ?? 1) <= Math.max(owner.lastPage(), step.lastPage ?? 0)
    return { builder: owner, link: isThere ? 'page' : 'beyond' }
  }
  // A client that has just begun over this connection, used by no other since, may choose any page.
  const begun = waitingFor(step, same)
  if (begun?.isAtFirst() && jumping.includes(begun) && userOf(step, same) === begun)
    return { builder: begun, link: 'page' }
  const back = those(same, (builder) => builder.goesBackTo(position))
  const turned = back.find((builder) => builder.isTurned())
  const turning = userOf(step, back) ?? oldest(back)
  const jumped = jumping.find((builder) => builder.hasJumped() || isSince(builder, turning, step))
  const visitor = visitorOf(step, same)
  const ended = lacking.filter(
    (builder) => builder.last()?.list?.next === null && (step.page ?? 1) > builder.lastPage(),
  )
  const beyond = ended.find((builder) => isSameClient(builder, step)) ?? oldest(ended)
  const served = same.find((builder) => builder.last() !== undefined)
  return (
    matchOf(turned, 'previous') ??
    matchOf(jumped, 'page') ??
    matchOf(turning, 'previous') ??
    matchOf(jumping[0], 'page') ??
    matchOf(
      visitor && isAnother(visitor, step) ? undefined : visitor,
      visitor?.last()?.position === position ? 'repeat' : 'page',
    ) ??
    matchOf(beyond ?? (visitor ? undefined : served), 'beyond')
  )
}

/** The walk whose last answer came over this connection, if no other walk has used it. */
function ownerOf(step: Step, same: readonly WalkBuilder[]): WalkBuilder | undefined {
  const waiting = waitingFor(step, same)
  return isAloneOnLine(step, waiting, same) ? waiting : undefined
}

/** Whether a walk began after the last request of another one, which waits on another connection. */
const isSince = (builder: WalkBuilder, other: WalkBuilder | undefined, step: Step): boolean =>
  builder.start.entry.id > (other?.lastStep()?.entry.id ?? Infinity) &&
  !(other && isOnConnectionOf(other, step))
