// Finds pages that a crowd fetched less often than the first page. Workers that share a counter
// without a lock leave pages out, as do clients that raise theirs by two or stop too early.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, type Walk } from '../walks/walk.ts'
import type { Crowd } from './crowd.ts'
import { isRegular } from './gaps.ts'
import { countPages } from './page-counts.ts'
import { areConcurrent } from './reading.ts'
import { mayBeImpatient } from './twice.ts'

/** The pages that came less often than the first page, and those that came more often. */
export type Raced = { readonly seldom: readonly number[]; readonly often: readonly number[] }

/** Fewer pages may be looked at here and there. */
const MIN_EACH = 2
/** Workers take most pages, at least once. */
const MOST_MISSING = 0.6
/** The most requests that go back, as a share. People who choose pages go back more often. */
const MAX_BACK = 1 / 8

/** Undefined if a crowd by page shows no race. Each of its clients fetched the first page. */
export function racedIn(crowd: Crowd): Raced | undefined {
  if (!areConcurrent(crowd) || crowd.some((walk) => mayBeImpatient(walk))) return undefined
  const counts = countPages(crowd).map(({ served }) => served.length)
  const [clients = 0] = counts
  const end = counts.findLastIndex((count) => count >= clients)
  if (clients === 0) return undefined
  const pagesWhere = (isMeant: (count: number) => boolean): number[] =>
    counts.slice(0, end + 1).flatMap((count, index) => (isMeant(count) ? [index + 1] : []))
  const seldom = pagesWhere((count) => count < clients)
  const often = pagesWhere((count) => count > clients)
  const missing = pagesWhere((count) => count === 0)
  // A page that the only client left out directly after one that it took twice is no chance.
  const isDoubleStep = clients === 1 && seldom.every((page) => often.includes(page - 1))
  const least = isDoubleStep ? 1 : MIN_EACH
  const isRace =
    seldom.length >= least && often.length >= least && missing.length <= end * MOST_MISSING
  return isRace && isForward(crowd) ? { seldom, often } : undefined
}

/**
 * The pages that a crowd by page fetched less often than the first one, if they are equally far
 * apart. One of its clients then leaves out every second or third page.
 */
export function stridesIn(crowd: Crowd): readonly number[] {
  if (crowd.length < 2 || crowd.some((walk) => mayBeImpatient(walk) || hasFailed(walk))) return []
  const counts = countPages(crowd).map(({ served }) => served.length)
  const [clients = 0] = counts
  const end = counts.findLastIndex((count) => count >= clients)
  const seldom = counts
    .slice(0, end + 1)
    .flatMap((count, index) => (count < clients ? [index + 1] : []))
  const [first = 0, second = 0] = seldom
  const isStride =
    clients > 1 &&
    seldom.length >= MIN_STRIDES &&
    second - first > 1 &&
    isRegular(seldom) &&
    Math.max(...counts) === clients
  return isStride && isForward(crowd) ? seldom : []
}

const MIN_STRIDES = 3

const hasFailed = ({ steps }: Walk): boolean => steps.some(({ answered }) => answered !== 'served')

/**
 * The page after which one client at least of a crowd by page stopped; undefined if each page came
 * as often as the first one, or if other pages are missing. The list has to stay the same.
 */
export function stopIn(crowd: Crowd): { readonly page: number; readonly last: number } | undefined {
  if (crowd.some((walk) => mayBeImpatient(walk) || hasFailed(walk))) return undefined
  const counts = countPages(crowd).map(({ served }) => served.length)
  const [clients = 0] = counts
  const last = lastPageOf(crowd)
  const page = counts.findIndex((count) => count < clients)
  const isClear =
    clients > 1 &&
    last === counts.length &&
    page > 1 &&
    areAllAtOnce(crowd) &&
    !crowd.some(isBackAtFirst) &&
    counts.every((count, index) => count === (index < page ? clients : counts.at(-1)))
  return isClear ? { page, last } : undefined
}

/** Whether a client turned pages back to the first one, which then says nothing of clients. */
const isBackAtFirst = ({ steps }: Walk): boolean =>
  steps.slice(1).some(({ position, link }) => position === FIRST && link !== 'retry')

/** Whether each walk began before the first of them ended: none is a further round. */
function areAllAtOnce(crowd: Crowd): boolean {
  const whole = crowd.filter((walk) => firstOf(walk).position === FIRST)
  const latest = Math.max(...whole.map(({ id }) => id))
  return whole.every((walk) => lastOf(walk).entry.id > latest || walk.id === latest)
}

/** The number of pages, if all answers of a crowd say the same; else undefined. */
function lastPageOf(crowd: Crowd): number | undefined {
  const pages = new Set(crowd.flatMap(({ served }) => served.map(({ lastPage }) => lastPage)))
  const [last] = pages
  return pages.size === 1 ? (last ?? undefined) : undefined
}

/** Whether hardly any request over a connection is for a page before the one requested last. */
function isForward(crowd: Crowd): boolean {
  const latest = new Map<number, number>()
  let [all, back] = [0, 0]
  const steps = crowd.flatMap((walk) => walk.steps).toSorted((a, b) => a.entry.id - b.entry.id)
  for (const { line, page, link } of steps) {
    if (page === null || link === 'retry') continue
    all++
    if (page < (latest.get(line) ?? 0)) back++
    if (line !== 0) latest.set(line, page)
  }
  return back <= all * MAX_BACK
}
