// Finds the walk to which a request with a cursor belongs, mostly among those that were given it.

import type { Ahead } from './ahead.ts'
import {
  closest,
  hasGoneOn,
  isPartOf,
  isSameClient,
  isSameList,
  oldest,
  visitorOf,
  waitingFor,
} from './candidates.ts'
import { isAtPage, isOnConnectionOf, keeperOf, MIN_KEPT, repeaterOf, userOf } from './evidence.ts'
import { failedOn, isWaiting, oldestFailing, patient } from './failing.ts'
import { retrierOf } from './cursor-retry.ts'
import { type Match, matchOf } from './match.ts'
import type { Step } from './step.ts'
import { those } from './those.ts'
import { waited } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** `holders`: the walks that were given the cursor. */
export function matchCursor(
  step: Step,
  builders: readonly WalkBuilder[],
  { holders: all, ahead }: { holders: readonly WalkBuilder[]; ahead: Ahead },
): Match | undefined {
  const { position } = step
  if (all.length === 0) return matchUnknown(step, builders)
  const holders = withoutOtherWay(step, all, builders)
  const same = those(holders, (builder) => isSameList(builder, step))
  const next = those(same, (builder) => builder.goesOnTo(position))
  const fresh = nearest(
    step,
    those(next, ({ visits, failing }) => !visits.has(position) && !failing.has(position)),
    ahead,
  )
  const staying = those(fresh, (builder) => !builder.isLeft())
  const keeper = keeperOf(step, same)
  const isRepeated =
    keeper && isAtPage(keeper, position) && same.every(({ visits }) => visits.has(position))
  const isFree = keeper && !keeper.failing.has(position) && !isWaiting(keeper, step, ahead)
  return (
    matchOf(failedOn(step, keeper, ahead) ?? retrierOf(step, same, { fresh, ahead }), 'retry') ??
    matchOf(isRepeated ? keeper : repeaterOf(step, { same, going: staying, ahead }), 'repeat') ??
    matchOf(isFree && keeper.goesOnTo(position) ? keeper : undefined, 'next') ??
    matchOf(isFree && keeper.goesBackTo(position) ? keeper : undefined, 'previous') ??
    matchOf(closest(step, staying, ahead) ?? oldest(staying), 'next') ??
    matchOf(patient(step, same, ahead), 'retry') ??
    matchOf(closest(step, fresh, ahead), 'next') ??
    matchOf(oldestFailing(step, same), 'retry') ??
    matchOf(backOf(step, same, ahead), 'previous') ??
    matchOf(closest(step, fresh, ahead) ?? fresh[0], 'next') ??
    matchAgain(step, { holders, same, next })
  )
}

/** The walk whose last answer gave the cursor for the page before. */
const backOf = (step: Step, same: readonly WalkBuilder[], ahead: Ahead): WalkBuilder | undefined =>
  nearest(
    step,
    those(same, (builder) => !builder.goesOnTo(step.position) && builder.goesBackTo(step.position)),
    ahead,
  )[0]

/** Finds the walk of a request whose cursor is no longer the next one of a walk with its options. */
function matchAgain(
  step: Step,
  { holders, same, next }: Record<'holders' | 'same' | 'next', readonly WalkBuilder[]>,
): Match | undefined {
  const { position } = step
  const visitor = visitorOf(step, same)
  const lacking = holders.filter((builder) => isPartOf(step.options, builder.options()))
  const others = holders.filter((builder) => !same.includes(builder))
  const going = (builders: readonly WalkBuilder[]): WalkBuilder | undefined => {
    const able = builders.filter((builder) => builder.goesOnTo(position))
    return waitingFor(step, able) ?? userOf(step, able) ?? able[0]
  }
  const isTwin = isTwinOfDrifted(step, visitor, holders)
  const isRepeating = visitor?.last()?.position === position && !isTwin
  return (
    matchOf(isRepeating ? visitor : undefined, 'repeat') ??
    matchOf(visitorOf(step, next) ?? next[0], 'next') ??
    matchOf(
      isTwin
        ? undefined
        : (visitor ?? same.find((builder) => builder.optionsKey() === step.optionsKey)),
      'resumed',
    ) ??
    matchOf(going(lacking) ?? lacking[0], 'lost') ??
    matchOf(going(others) ?? others[0], 'altered')
  )
}

/**
 * Whether a request may come from an identical client of `visitor`, at the same time. `visitor` came
 * to the page with other parameters than before. The page was offered to another walk too, and no
 * connection says that `visitor` repeats it.
 */
const isTwinOfDrifted = (
  step: Step,
  visitor: WalkBuilder | undefined,
  holders: readonly WalkBuilder[],
): boolean =>
  visitor !== undefined &&
  holders.some((builder) => builder !== visitor && builder.goesOnTo(step.position)) &&
  !isOnConnectionOf(visitor, step) &&
  visitor.steps.some(
    ({ position, link }) => position === step.position && (link === 'lost' || link === 'altered'),
  )

/**
 * Removes holders that go from page to page if another walk with the request's options, not a
 * holder, used the connection last. Its client then goes by cursor.
 */
function withoutOtherWay(
  step: Step,
  holders: readonly WalkBuilder[],
  builders: readonly WalkBuilder[],
): readonly WalkBuilder[] {
  const user = userOf(step, builders)
  const isOther =
    user !== undefined && !holders.includes(user) && user.optionsKey() === step.optionsKey
  return isOther
    ? those(
        holders,
        (builder) => builder.optionsKey() === step.optionsKey || builder.visits.size < 2,
      )
    : holders
}

/**
 * Walks by cursor if there are any, because walks by page seldom change to cursors. The walk that
 * used the connection last comes first if all these make the same request later.
 * Else the walks of the same client, else all.
 */
function nearest(
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): readonly WalkBuilder[] {
  if (builders.length < 2) return builders
  const byCursor = those(builders, (builder) => builder.optionsKey() === step.optionsKey)
  const waiting = waitingFor(step, builders)
  if (waiting && byCursor.every((other) => other !== waiting && ahead.isAboutTo(other, step)))
    return [waiting]
  if (byCursor.length > 0) return byCursor
  const own = those(builders, (builder) => isSameClient(builder, step))
  return own.length > 0 ? own : builders
}

/** Texts that programming languages write for a missing cursor. */
export const NO_CURSOR = /^(?:null|undefined|none|nil|<nil>|nan|false)$/i

/** Finds the walk of a request whose cursor no walk of the token was given. */
function matchUnknown(step: Step, builders: readonly WalkBuilder[]): Match | undefined {
  const failed = oldestFailing(step, builders)
  if (failed) return { builder: failed, link: 'retry' }
  if (!NO_CURSOR.test(step.position)) return undefined
  const ended = builders.filter(
    (builder) =>
      isSameList(builder, step) &&
      !keepsAnother(builder, step) &&
      (builder.last()?.list?.next === null || builder.lastStep()?.link === 'beyond'),
  )
  const own = ended.find((builder) => hasGoneOn(builder, step))
  // Identical clients may have ended on connections that others use by now.
  return matchOf(waitingFor(step, ended) ?? userOf(step, ended) ?? own ?? ended[0], 'beyond')
}

/** Whether a walk keeps one connection, which is not that of a request some time later. */
function keepsAnother(builder: WalkBuilder, step: Step): boolean {
  const last = builder.lastStep()
  return (
    last !== undefined &&
    builder.steps.length >= MIN_KEPT &&
    builder.uses.size() === 1 &&
    builder.uses.lastOver(builder.lineOf(step)) === undefined &&
    waited(last, step) > LATE_MS
  )
}

const LATE_MS = 100
