// Finds pages that are missing in one walk, and come once more than needed in walks at the same time.

import { countWhile } from '../bisect.ts'
import { FIRST } from '../walks/list-target.ts'
import type { Walk } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { type Crowd, requestsFor } from './crowd.ts'
import { mixedWith } from './own-line.ts'
import type { Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

/** The number of walks before and after a walk that are searched. */
const NEAR = 64

/**
 * Returns a function that tells whether walks at the same time requested a page often enough for
 * each of their clients to have fetched it. A walk that seems to be of another client may hold a
 * request of this one.
 */
export function fetchedAround(walk: Walk, session: Session): (page: number) => boolean {
  const crowds = [session.crowd, allMeanwhile(walk, session), session.everyone]
  const mixed = mixedWith(walk, session)
  return (page) =>
    crowds.some((crowd) => crowd.length > 1 && isFetchedIn(crowd, walk, page)) ||
    isRepeatedBeside(mixed, page)
}

/** The walks through the same list at the same time, also those of other clients. */
export function allMeanwhile(walk: Walk, { alike, indexAlike }: Session): Crowd {
  const near = alike.slice(Math.max(0, indexAlike - NEAR), indexAlike + NEAR)
  return near.filter((other) => other === walk || isMeanwhile(walk, other))
}

/** The number is compared with the walks that went past the page and with the neighbouring pages. */
function isFetchedIn(crowd: Crowd, walk: Walk, page: number): boolean {
  const { pages } = symptomsOf(walk)
  const countOf = (one: number): number =>
    requestsFor(crowd, one === 1 ? FIRST : String(one)).length
  const passing = crowd.filter((other) => (symptomsOf(other).pages.at(-1) ?? 0) > page).length
  const next = indexAfter(page, pages)
  const beside = [pages[next - 1], pages[next]]
  // Where the first page is missing, another client may have gone back to the page after it.
  const compared = page === 1 ? pages : beside.filter((one) => one !== undefined)
  // A page after all others is compared with its neighbour alone.
  return countOf(page) >= Math.min(passing || Infinity, ...compared.map(countOf))
}

/** The index of the first page after a missing one. `pages` are ascending. */
const indexAfter = (missing: number, pages: readonly number[]): number =>
  countWhile(pages.length, (index) => (pages[index] ?? 0) < missing)

/**
 * Whether the page after a missing one came more often than a crowd has clients. One of them repeats
 * it, and its requests may have been taken for those of a client that left out the missing page. The
 * first page tells the number of clients, so it cannot be the missing one.
 */
function isRepeatedBeside(crowd: Crowd, page: number): boolean {
  const clients = requestsFor(crowd, FIRST).length
  return crowd.length > 1 && page > 1 && requestsFor(crowd, String(page + 1)).length > clients
}
