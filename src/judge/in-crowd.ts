// Finds pages that clients at the same time fetched more often than there are clients. It counts
// requests, because nobody can tell which of the clients made them.

import { FIRST } from '../walks/list-target.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import { isSearch } from './beyond.ts'
import { stepsAt } from './by-position.ts'
import { type Crowd, requestsFor } from './crowd.ts'
import { countPages, type PageCount } from './page-counts.ts'
import { isFaulted, isServed, nameOfPage, nameOfPlace } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { mayBeImpatient } from './twice.ts'
import { symptomsOf, TIMES_AGAIN } from './symptoms.ts'
import { counted, enumerate } from './words.ts'

/** Fewer pages may be fetched twice for a reason of their own. */
const MIN_PAGES = 3

/** Clients at once that requested each page but the first and the last once more than needed. */
export function twiceInCrowd(walk: Walk, { everyone: crowd }: Session): Sighting | undefined {
  if (crowd[0] !== walk || crowd.length < 2) return undefined
  const counts = countPages(crowd)
  const inner = innerOnceMore(crowd, counts)
  const [second] = inner[0]?.served ?? []
  if (!second) return undefined
  const least = Math.min(...inner.map(({ served }) => served.length))
  return {
    message: `every page from ${nameOfPlace(second)} on was requested at least ${counted(least, 'time')}, but the first page only ${counted(counts[0]?.served.length ?? 0, 'time')}: clients requested pages again`,
    shown: inner.flatMap(({ served }) => served).map((step) => ({ step })),
    severity: 'warning',
  }
}

/** Whether clients at once requested each page but the first and the last once more than needed. */
export const areOnceMore = (crowd: Crowd): boolean =>
  crowd.length > 1 && innerOnceMore(crowd, countPages(crowd)).length > 0

/**
 * The pages between the first and the last, if each of them came more often than the first page,
 * that is than there are clients. Each must have come twice as often by page, because a client can
 * leave out page 1, and where clients turn pages back. They must be more than came from turning back.
 * After a fault a client may ask once more.
 */
function innerOnceMore(crowd: Crowd, counts: readonly PageCount[]): readonly PageCount[] {
  const clients = counts[0]?.served.length ?? 0
  if (clients < 2 || crowd.some((walk) => mayBeImpatient(walk) || walk.served.some(isFaulted)))
    return []
  const inner = counts.slice(1).filter(({ isInner }) => isInner)
  if (inner.length < MIN_PAGES || areShifted(inner)) return []
  const least = Math.min(...inner.map(({ served }) => served.length))
  const isByPage = inner.some(({ served }) => served.some(({ page }) => page !== null))
  const turns = countTurns(crowd)
  const again = inner.reduce((sum, { served }) => sum + served.length - clients, 0)
  if (again <= PAGES_AGAIN * turns) return []
  return least >= (isByPage || turns > 0 ? 2 * clients : clients + 1) ? inner : []
}

/** Whether a page came at two places of the list, because as many rows came as fill a page. */
function areShifted(counts: readonly PageCount[]): boolean {
  const steps = counts.flatMap(({ served }) => served)
  return new Set(steps).size < steps.length
}

/** A client that turns back comes again to the page before, and later to the page that it left. */
const PAGES_AGAIN = 2

/** How often the clients of a crowd turned pages back. */
const countTurns = (crowd: Crowd): number =>
  crowd.reduce((sum, { steps }) => sum + steps.filter(isBack).length, 0)

const isBack = ({ link }: WalkStep): boolean => link === 'previous'

/**
 * A page that clients fetched far more often than there are clients, and than the pages beside it.
 * By number a client can come to a page from anywhere, so it must be still more often.
 */
export function oneTooOften(walk: Walk, { everyone: crowd }: Session): Sighting | undefined {
  if (crowd[0] !== walk || crowd.length < 2 || crowd.some(isSearch)) return undefined
  const counts = countPages(crowd)
  const clients = counts[0]?.served.length ?? 0
  const index = counts.findIndex(
    ({ served, isInner }, at) =>
      at > 0 &&
      isInner &&
      served.length >= clients + TIMES_AGAIN &&
      served.length >
        (served[0]?.page === null ? 2 : 3) *
          Math.max(clients, countAt(counts, at - 1), countAt(counts, at + 1)),
  )
  const { served = [] } = counts[index] ?? {}
  const [first] = served
  if (!first || crowd.some((other) => mayBeImpatient(other, first.position))) return undefined
  return sightingOf(walk, served, clients)
}

/**
 * A page that clients fetched too often, told by the number of all requests. Undefined if no client
 * fetched the first page.
 */
export function tooOftenInCrowd(
  walk: Walk,
  { position }: WalkStep,
  { everyone }: Session,
): Sighting | undefined {
  const served = requestsFor(everyone, position, 'with retries').filter(isServed)
  const clients = requestsFor(everyone, FIRST, 'with retries').filter(isServed).length
  return clients === 0 ? undefined : sightingOf(walk, served, clients)
}

/**
 * Whether clients at once fetched a page no more often than the pages beside it together. Each
 * request may then come from a client that turns pages.
 */
export function mayBeTurned({ position }: WalkStep, everyone: Crowd): boolean {
  const counts = everyone.length > 1 ? countPages(everyone) : []
  const at = counts.findIndex(({ served }) => served.some((step) => step.position === position))
  const beside = countAt(counts, at - 1) + countAt(counts, at + 1)
  return at >= 0 && countTurns(everyone) > 0 && countAt(counts, at) <= beside
}

/** Shows the requests of the walk. The finding then has those of all walks that are too many. */
function sightingOf(walk: Walk, served: readonly WalkStep[], clients: number): Sighting {
  const own = stepsAt(walk, served[0]?.position ?? '').filter(isServed)
  const shown = own.length > 0 ? own : served
  return {
    message: `${served[0] ? nameOfPage(served[0]) : ''} was fetched ${counted(served.length, 'time')}, although its clients began only ${counted(clients, 'time')}`,
    shown: shown.map((step) => ({ step })),
  }
}

const countAt = (counts: readonly PageCount[], index: number): number =>
  counts[index]?.served.length ?? 0

/** Fewer levels may double by chance. */
const MIN_LEVELS = 3

/**
 * Pages of which each was fetched twice as often as the one before. A function that calls itself
 * twice for the next page does so. Clients that turn pages cannot.
 */
export function doublingEachTime(walk: Walk, { everyone }: Session): Sighting | undefined {
  if (everyone[0] !== walk) return undefined
  const counts = doublingCounts(everyone)
  if (counts.length === 0) return undefined
  const times = counts.map(({ served }) => String(served.length))
  return {
    message: `each page was fetched twice as often as the one before: ${enumerate(times)} times`,
    shown: counts.slice(1).flatMap(({ served }) => served.map((step) => ({ step }))),
  }
}

/** Whether each page was fetched twice as often as the one before. */
export const isDoubling = ({ everyone }: Session): boolean => doublingCounts(everyone).length > 0

/** The counts of all pages if those beyond one for each client double; else none. */
function doublingCounts(crowd: Crowd): readonly PageCount[] {
  if (!crowd.some(hasRepeated) || crowd.some((walk) => mayBeImpatient(walk))) return []
  const counts = countPages(crowd)
  const clients = counts[0]?.served.length ?? 0
  // A crowd may hold a client without the mistake for each but one of its clients.
  const extra = counts.map(({ served }) => served.length - clients + 1)
  const isSteady = extra.every(
    (count, index) => index === 0 || count >= 2 * (extra[index - 1] ?? 1),
  )
  return counts.length >= MIN_LEVELS && isSteady ? counts : []
}

export const hasRepeated = (walk: Walk): boolean =>
  walk.served.length > symptomsOf(walk).positions.length
