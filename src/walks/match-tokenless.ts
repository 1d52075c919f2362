// Finds the walk to which a request without a valid token belongs.

import type { Ahead } from './ahead.ts'
import { idOf, isPartOf, isSame, waitingFor } from './candidates.ts'
import { type Match, matchOf } from './match.ts'
import { FIRST, type Options } from './list-target.ts'
import type { Recent } from './recent.ts'
import type { Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** The walks of one token of a user, and by cursor those that were given it. */
type Owner = {
  readonly recent: Pick<Recent, 'all'>
  readonly given: ReadonlyMap<string, readonly WalkBuilder[]>
}

/**
 * The walk must have been offered the page or given the cursor; the connection decides among
 * several such walks. Else a request by page belongs to a walk that nobody continues later. Where
 * nobody was offered the page, it belongs to a walk that still runs and never gets this page.
 */
export function matchTokenless(step: Step, all: readonly Owner[], ahead: Ahead): Match | undefined {
  const { position } = step
  const builders = all.flatMap(({ recent: latest }) => latest.all())
  const able =
    step.cursor === null ? builders.filter((builder) => isListOf(step, builder)) : builders
  const next = able.filter((builder) => builder.goesOnTo(position))
  const offered = next.length > 0 ? next : able.filter((builder) => isGap(step, builder, ahead))
  const waiting = waitingFor(step, offered)
  // A page by number may give cursors too, but its client seldom follows them.
  const byCursor = offered.filter((builder) => builder.optionsKey() === step.optionsKey)
  const likely = step.cursor !== null && byCursor.length > 0 ? byCursor : offered
  const recent = likely.toSorted((a, b) => idOf(b) - idOf(a))
  // Each later request for the page with a token continues one walk. Another walk lost its token.
  const left =
    step.cursor === null
      ? recent.slice(countOfOthers(step, recent, { isOffered: next.length > 0, ahead }))
      : recent.length > 0
        ? recent
        : (all.map(({ given }) => given.get(position)).find((some) => some !== undefined) ?? [])
  return matchOf(waiting ?? left[0], 'tokenless')
}

/**
 * The number of walks that get the page later. Clients that begin later get it for themselves. They
 * do not count where a walk goes on to other pages, because it then has not begun again itself.
 */
function countOfOthers(
  step: Step,
  [one]: readonly WalkBuilder[],
  { isOffered, ahead }: { readonly isOffered: boolean; readonly ahead: Ahead },
): number {
  const later = ahead.countLater(one, step)
  const isGoing = one?.uses
    .nexts()
    .some(({ entry, position }) => entry.id > step.entry.id && position !== FIRST)
  if (isOffered && !isGoing) return later
  return Math.max(0, later - ahead.countLater(one, step, FIRST))
}

const isListOf = (step: Step, builder: WalkBuilder): boolean =>
  builder.start.paginator === 'page' && isWithin(step.options, builder.options())

/** Whether a page is one that a walk lacks of its list, and the walk still runs. */
const isGap = (step: Step, builder: WalkBuilder, ahead: Ahead): boolean =>
  step.page !== null &&
  builder.optionsKey() === step.optionsKey &&
  step.page <= builder.lastPage() &&
  !builder.visits.has(step.position) &&
  ahead.isLacking(builder, step) &&
  (isRecent(builder, step) || hasJustLost(builder, step) || ahead.isContinued(builder, step))

/** Milliseconds after an answer in which a walk still runs. */
const RECENT_MS = 100

/** Fewer pages are a look at the list, and no walk that lacks a page. */
const MIN_PAGES = 3

/** Whether a walk sent its latest request without a token just before. */
const hasJustLost = (builder: WalkBuilder, { entry: { at } }: Step): boolean => {
  const last = builder.lastStep()
  return last?.link === 'tokenless' && at - last.sentAt < RECENT_MS
}

const isRecent = (builder: WalkBuilder, { entry: { at } }: Step): boolean =>
  builder.visits.size >= MIN_PAGES && at - (builder.lastStep()?.sentAt ?? -Infinity) < RECENT_MS

const isWithin = (some: Options, all: Options): boolean => isSame(some, all) || isPartOf(some, all)
