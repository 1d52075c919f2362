// Rule: the client fetched the first page again and again, and never another page.

import { firstOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isFirstOnly, isOnlyFirst } from './lists.ts'
import { arePolling, LOOKS_APART_MS, oneLook } from './looks.ts'
import { listOf } from './options.ts'
import { areConcurrent, waitsBetween } from './reading.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { medianOf } from './waits.ts'
import { counted, enumerate } from './words.ts'

const TIMES = 3
/** The limit for first pages of different lists, which may be the tabs of a web page. */
const TIMES_OF_OTHERS = 6

export const neverPaged: LintRule = {
  id: 'never-paged',
  severity: 'note',
  why: 'The first page holds the newest rows only; all others are never seen.',
  fix: 'Follow next_page_url or next_cursor, or silence this where the newest rows are all you want.',
  unless:
    'Looks a second or more apart are taken for polling, lists with other filters for tabs, and one fetch of another page with the same key is enough. As many looks at page=1 as the list has pages are a warning.',
  explainedBy: ['page-not-understood', 'undocumented-parameter', 'redundant-first-page'],
  wrong: `
    for (const id of wanted) {
      const { data } = await get({})
      rows.push(data.find((row) => row.id === id))
    }
  `,
  right: `
    const byId = new Map()
    for (let cursor = ''; cursor !== null;) {
      const body = await get({ cursor })
      for (const row of body.data) byId.set(row.id, row)
      cursor = body.next_cursor
    }
    rows.push(...wanted.map((id) => byId.get(id)))
  `,
  find(walk, session) {
    if (!isOnlyFirst(walk)) return undefined
    const { walks } = session
    const mine = looksWith(walk, session)
    const looks = mine[0] === walk ? mine.map(lookOf) : []
    if (longestRun(looks) >= TIMES)
      return isAllOfClient(looks, session) ? sightingOf(looks) : undefined
    const sizes =
      walks.find(isOnlyFirst) === walk && walks.every(isFirstOnly) ? sizesOf(walk, walks) : []
    if (sizes.length >= TIMES && longestRun(sizes) >= TIMES)
      return sightingOf(
        sizes,
        `, with per_page=${enumerate(sizes.map(({ perPage }) => String(perPage)))},`,
      )
    const lists =
      walks.find(isOnlyFirst) === walk && walks.every(isFirstOnly)
        ? firstOfEach(walks.filter(isOnlyFirst))
        : []
    return longestRun(lists) >= TIMES_OF_OTHERS
      ? sightingOf(lists, ', with other filters each time,')
      : oneLook(walk, session)
  },
}

/** `how`: a remark about the looks, between commas. */
function sightingOf(looks: readonly WalkStep[], how = ''): Sighting {
  const isLoop = areOncePerPage(looks)
  return {
    message: `the first page was fetched ${counted(looks.length, 'time')}${how} and no other page, although ${looks[0]?.list?.total === null ? 'more pages' : counted((looks[0]?.lastPage ?? 1) - 1, 'more page')} followed${isLoop ? ': as often as the list has pages, each time with page=1' : ''}`,
    shown: looks.map((step) => ({
      step,
      note: step.list?.total === null ? 'next_cursor was given' : `total is ${step.list?.total}`,
    })),
    ...(isLoop && { severity: 'warning' }),
  }
}

/**
 * Whether loops over all pages asked for page=1 each time. They looked as often as the list has
 * pages, mostly without a pause. Several clients at once look so often each.
 */
function areOncePerPage(looks: readonly WalkStep[]): boolean {
  const pages = looks[0]?.lastPage ?? 0
  const isAlone = looks.every(({ entry }) => entry.lane === looks[0]?.entry.lane)
  return (
    pages >= MIN_LOOP &&
    (isAlone ? looks.length === pages : looks.length >= 2 * pages && looks.length % pages === 0) &&
    looks.every(({ parameters, lastPage }) => parameters.has('page') && lastPage === pages) &&
    medianOf(waitsBetween(looks)) < PAUSE_MS
  )
}

/** The answer to a look; the first attempts may have failed. */
const lookOf = (walk: Walk): WalkStep => walk.served[0] ?? firstOf(walk)

const MIN_LOOP = 4
const PAUSE_MS = 250

/**
 * The first steps of the walks with the same filters, if each has another per_page. A client that
 * replaces the text `page=1` in a URL may change per_page so.
 */
function sizesOf(walk: Walk, walks: readonly Walk[]): WalkStep[] {
  const looks = walks
    .filter((other) => isOnlyFirst(other) && listOf(other) === listOf(walk))
    .map(firstOf)
  return new Set(looks.map(({ perPage }) => perPage)).size === looks.length ? looks : []
}

/**
 * The first step of the first walk through each list, whatever per_page is.
 * Empty when one list alone was fetched often enough: the rule reports that separately.
 */
function firstOfEach(walks: readonly Walk[]): WalkStep[] {
  const isTold = [...Map.groupBy(walks.map(firstOf), ({ optionsKey }) => optionsKey).values()].some(
    (looks) => longestRun(looks) >= TIMES,
  )
  const lists = Map.groupBy(walks, listOf)
  return isTold ? [] : [...lists.values()].flatMap((same) => same.slice(0, 1).map(firstOf))
}

const known = new WeakMap<readonly Walk[], ReadonlyMap<number, readonly Walk[]>>()

/**
 * Walks through the same list that fetched only the first page.
 * All of the token if nobody fetches another page of this list, else those over the walk's
 * connection.
 */
function looksWith(walk: Walk, { walks, alike }: Session): readonly Walk[] {
  const byConnection = known.get(alike) ?? groupLooks(walks, alike)
  known.set(alike, byConnection)
  return byConnection.get(ALL) ?? byConnection.get(firstOf(walk).line) ?? []
}

const ALL = -1

const groupLooks = (walks: readonly Walk[], alike: readonly Walk[]): Map<number, Walk[]> =>
  walks.every(isFirstOnly) || isOwnList(walks, alike)
    ? new Map([[ALL, alike.filter(isOnlyFirst)]])
    : Map.groupBy(alike.filter(isOnlyFirst), (walk) => firstOf(walk).line)

/**
 * Whether one of several clients at once looked often enough at a list that nobody read further.
 * One look came after the other, and no walk through another list began meanwhile. Such a walk
 * could be the reason for a look.
 */
function isOwnList(walks: readonly Walk[], alike: readonly Walk[]): boolean {
  if (!areConcurrent(walks) || !alike.every(isFirstOnly)) return false
  const own = new Set(alike)
  let run = 0
  let last: WalkStep | undefined
  return walks.some((walk) => {
    const look = firstOf(walk)
    const isNext = last === undefined || last.sentAt <= look.entry.at
    run = own.has(walk) && isOnlyFirst(walk) ? (isNext ? run : 0) + 1 : 0
    last = look
    return run >= TIMES
  })
}

/**
 * Whether the client never fetched another page.
 * This is certain if no request with the token was for another page.
 * It is also certain if no request over the client's only connection was, or if nobody else read
 * the list.
 */
function isAllOfClient(looks: readonly WalkStep[], { walks, alike }: Session): boolean {
  if (walks.every(isFirstOnly) || isOwnList(walks, alike)) return true
  const { line: used } = looks[0] ?? { line: 0 }
  return (
    used !== 0 &&
    looks.every(({ line }) => line === used) &&
    walks.every((other) => isFirstOnly(other) || other.steps.every(({ line }) => line !== used))
  )
}

/**
 * The length of the longest series of one client with less than LOOKS_APART_MS between fetches.
 * A connection that is used again is one client's; where none is, requests on one lane are.
 */
function longestRun(looks: readonly WalkStep[]): number {
  if (arePolling(looks)) return 0
  let longest = 0
  const lines = new Set(looks.map(({ line }) => line))
  const isKept = !lines.has(0) && lines.size < looks.length
  const series = new Map<number, { run: number; last: WalkStep }>()
  for (const look of looks) {
    const client = isKept ? look.line : look.entry.lane
    const before = series.get(client)
    const run = before && waited(before.last, look) < LOOKS_APART_MS ? before.run + 1 : 1
    series.set(client, { run, last: look })
    longest = Math.max(longest, run)
  }
  return longest
}
