// To which walk a request belongs. Candidates come the latest first. The order of the alternatives is the point: what its client
// was offered comes before what it should not have done.

import { type Draft, mayRetry } from './draft.ts'
import { filtersOf, FIRST, type Options, type Step } from './step.ts'
import { hadRead, type Link } from './walk.ts'

export type Match = { readonly draft: Draft; readonly link: Link }

export const isSameClient = (draft: Draft, step: Step): boolean =>
  isSameList(draft, step) && draft.lastStep()?.entry.lane === step.entry.lane

/** Whether a request asks for what a walk asks for; one by page may go on by the cursors of its pages. */
const isSameList = (draft: Draft, step: Step): boolean =>
  draft.optionsKey() === step.optionsKey ||
  (step.cursor !== null && draft.mayTurnToCursors() && isSame(step.options, draft.options()))

export function placeFirst(step: Step, drafts: readonly Draft[]): Match | undefined {
  const same = drafts.filter((draft) => draft.optionsKey() === step.optionsKey)
  const failed = oldestFailing(step, same)
  if (failed) return { draft: failed, link: 'retry' }
  const turning = same.find(
    (draft) =>
      draft.goesBackTo(FIRST) &&
      (draft.isTurned() || (isSameClient(draft, step) && isSpeltOut(draft, step))),
  )
  if (turning) return { draft: turning, link: 'previous' }
  // All pages at once, and the first was not the first to arrive.
  const parallel = same.find(({ start, visits, lastStep }) => {
    const before = lastStep()
    return (
      start.place !== FIRST &&
      start.page !== null &&
      !visits.has(FIRST) &&
      before !== undefined &&
      !hadRead(before, step)
    )
  })
  if (parallel) return { draft: parallel, link: 'page' }
  const refused = same.find(
    (draft) => draft.last() === undefined && draft.failing.size === 0 && isSameClient(draft, step),
  )
  return refused && step.outcome === 'refused' ? { draft: refused, link: 'repeat' } : undefined
}

/** The way back is spelt page=1 by a client that left the page out when it began. */
const isSpeltOut = ({ start }: Draft, step: Step): boolean =>
  !start.parameters.has('page') && step.parameters.has('page')

export function placePage(step: Step, drafts: readonly Draft[]): Match | undefined {
  const { place } = step
  const page = step.page ?? 1
  const paged = drafts.filter(({ start }) => start.paginator === 'page')
  const same = paged.filter((draft) => draft.optionsKey() === step.optionsKey)
  const lacking = same.filter(({ visits }) => !visits.has(place))
  const next = lacking.filter((draft) => !draft.failing.has(place) && draft.goesOnTo(place))
  const back = same.filter((draft) => draft.goesBackTo(place))
  const turned = back.find((draft) => draft.isTurned())
  const turning = oldest(back)
  // Rows may have been added since: then the answer itself knows a later last page.
  const jumping = lacking.filter(
    (draft) => page <= Math.max(draft.lastPage(), draft.last() ? (step.lastPage ?? 0) : 0),
  )
  const jumped = jumping.find((draft) => draft.hasJumped() || isSince(draft, turning))
  const visitor = visitorOf(step, same)
  const ended = lacking.filter(
    (draft) => draft.last()?.list?.next === null && page > draft.lastPage(),
  )
  const beyond = ended.find((draft) => isSameClient(draft, step)) ?? oldest(ended)
  const served = same.find((draft) => draft.last() !== undefined)
  const unserved = same.find((draft) => draft.lastStep()?.outcome !== 'served')
  return (
    matchOf(oldest(next.filter((draft) => !draft.isLeft())), 'next') ??
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
      visitor?.last()?.place === place ? 'repeat' : 'page',
    ) ??
    matchOf(beyond ?? (visitor ? undefined : served), 'beyond') ??
    matchOf(unserved, 'page')
  )
}

/** Whether a walk began when another had been at its last page already. */
const isSince = (draft: Draft, other: Draft | undefined): boolean =>
  draft.start.entry.id > (other?.lastStep()?.entry.id ?? Infinity)

/** The walk that this request goes on with, but for the parameters that it dropped. */
const lostAt = (step: Step, drafts: readonly Draft[]): Draft | undefined =>
  drafts.find(
    (draft) =>
      draft.goesOnTo(step.place) &&
      isPartOf(step.options, draft.options()) &&
      hasGoneOn(draft, step),
  )

/** The walk that this request goes on with, but for per_page. */
const resizedAt = (step: Step, drafts: readonly Draft[]): Draft | undefined =>
  drafts.find(
    (draft) =>
      draft.optionsKey() !== step.optionsKey &&
      draft.goesOnTo(step.place) &&
      hasGoneOn(draft, step) &&
      isSame(filtersOf(step.options), filtersOf(draft.options())),
  )

/** Whether the walk's client had its last answer on this connection before it sent this. */
const hasGoneOn = (draft: Draft, step: Step): boolean =>
  draft.last()?.entry.lane === step.entry.lane

const isSame = (some: Options, others: Options): boolean =>
  some.size === others.size && [...some].every(([name, value]) => others.get(name) === value)

const isPartOf = (some: Options, all: Options): boolean =>
  some.size < all.size && [...some].every(([name, value]) => all.get(name) === value)

/** Texts that a client makes of the cursor that was not there. */
const NO_CURSOR = /^(?:null|undefined|none|nil|nan|false)$/i

/** `owners`: the walks that were given the cursor. */
export function placeCursor(
  step: Step,
  drafts: readonly Draft[],
  owners: readonly Draft[],
): Match | undefined {
  const { place } = step
  if (owners.length === 0) return placeUnknown(step, drafts)
  const same = owners.filter((draft) => isSameList(draft, step))
  const next = same.filter((draft) => draft.goesOnTo(place))
  const fresh = nearest(
    step,
    next.filter(({ visits, failing }) => !visits.has(place) && !failing.has(place)),
  )
  const [back] = nearest(
    step,
    same.filter((draft) => !draft.goesOnTo(place) && draft.goesBackTo(place)),
  )
  const visitor = visitorOf(step, same)
  const lacking = owners.filter((draft) => isPartOf(step.options, draft.options()))
  const others = owners.filter((draft) => !same.includes(draft))
  const goingOn = (draft: Draft): boolean => draft.goesOnTo(place)
  return (
    matchOf(oldest(fresh.filter((draft) => !draft.isLeft())), 'next') ??
    matchOf(oldestFailing(step, same), 'retry') ??
    matchOf(back, 'previous') ??
    matchOf(fresh[0], 'next') ??
    matchOf(visitor?.last()?.place === place ? visitor : undefined, 'repeat') ??
    matchOf(visitorOf(step, next) ?? next[0], 'next') ??
    matchOf(visitor ?? same.find((draft) => draft.optionsKey() === step.optionsKey), 'resumed') ??
    matchOf(lacking.find(goingOn) ?? lacking[0], 'lost') ??
    matchOf(others.find(goingOn) ?? others[0], 'altered')
  )
}

/** Walks by cursor before those by page, and of these the client's own before others: most that go by page stay with it. */
function nearest(step: Step, drafts: readonly Draft[]): readonly Draft[] {
  const byCursor = drafts.filter((draft) => draft.optionsKey() === step.optionsKey)
  const own = drafts.filter((draft) => isSameClient(draft, step))
  return [byCursor, own].find((some) => some.length > 0) ?? drafts
}

/** A cursor that this token was not given in any walk. */
function placeUnknown(step: Step, drafts: readonly Draft[]): Match | undefined {
  const failed = oldestFailing(step, drafts)
  if (failed) return { draft: failed, link: 'retry' }
  if (!NO_CURSOR.test(step.place)) return undefined
  const ended = drafts.find(
    (draft) =>
      hasGoneOn(draft, step) &&
      (draft.last()?.list?.next === null || draft.lastStep()?.link === 'beyond'),
  )
  return matchOf(ended, 'beyond')
}

export const matchOf = (draft: Draft | undefined, link: Link): Match | undefined =>
  draft && { draft, link }

/**
 * Of the walks that were at this place before the one that was there least often, so that clients at once share their second
 * looks; not one that its client has left for another, unless there are no others.
 */
function visitorOf(step: Step, drafts: readonly Draft[]): Draft | undefined {
  const been = drafts.filter(({ visits }) => visits.has(step.place))
  const going = been.filter((draft) => !draft.isLeft())
  const rank = (draft: Draft): number =>
    (draft.visits.get(step.place) ?? 0) - (isSameClient(draft, step) ? 0.5 : 0)
  return (going.length > 0 ? going : been).toSorted((a, b) => rank(a) - rank(b))[0]
}

/** Whether the walk's last answer cannot have been read by whoever sent this. */
function isAnother(draft: Draft, step: Step): boolean {
  const last = draft.lastStep()
  return last !== undefined && !isSameClient(draft, step) && !hadRead(last, step)
}

const oldest = (drafts: readonly Draft[]): Draft | undefined => drafts.at(-1)

/** Of those that failed at this place the one that has waited longest. */
function oldestFailing(step: Step, drafts: readonly Draft[]): Draft | undefined {
  const waiting = drafts.flatMap((draft) => {
    const failed = draft.failing.get(step.place)
    return failed && draft.optionsKey() === step.optionsKey && mayRetry(failed, step)
      ? [{ draft, failed }]
      : []
  })
  return waiting.toSorted((a, b) => a.failed.entry.id - b.failed.entry.id)[0]?.draft
}
