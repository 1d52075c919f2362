// Counts how often a crowd fetched each page of its list. The counts are certain, whatever walk a
// request was taken for.

import { FIRST } from '../walks/list-target.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import { stepsAt } from './by-position.ts'
import type { Crowd } from './crowd.ts'
import { isServed, nextsOf } from './reading.ts'

/** The successful requests for one page, by its number or by any of its cursors. */
export type PageCount = {
  readonly served: readonly WalkStep[]
  /** Whether an answer offered a further page. */
  readonly isInner: boolean
}

/** More pages are not counted, because mistakes show on the first ones. */
const MAX_PAGES = 500

type Counted = { readonly crowd: Crowd; readonly counts: readonly PageCount[] }

/** By the first walk of a crowd: the latest crowd that was counted. Walks mostly share their crowd. */
const known = new WeakMap<Walk, Counted>()

/** The pages in the order of the list, from the first one to the last that was fetched. */
export function countPages(crowd: Crowd): readonly PageCount[] {
  const [first] = crowd
  if (!first) return []
  const before = known.get(first)
  if (before && isSame(before.crowd, crowd)) return before.counts
  const counts = findCounts(crowd)
  known.set(first, { crowd, counts })
  return counts
}

/**
 * Whether a crowd by page fetched every page after the first equally often, and none more often than
 * the first. Each client that went on may then have read the whole list, whatever walks its requests
 * were taken for.
 */
export function isEachAsOften(crowd: Crowd): boolean {
  const counts = crowd.length > 1 ? countPages(crowd) : []
  const [first, ...later] = counts.map(({ served }) => served.length)
  const [times = 0] = later
  return (
    first !== undefined &&
    times > 1 &&
    counts.length === lastPageOf(crowd) &&
    counts.at(-1)?.isInner === false &&
    first >= times &&
    later.every((count) => count === times)
  )
}

const isSame = (one: Crowd, other: Crowd): boolean =>
  one.length === other.length && one.every((walk, index) => walk === other[index])

function findCounts(crowd: Crowd): readonly PageCount[] {
  const counts: PageCount[] = []
  const last = Math.min(MAX_PAGES, lastPageOf(crowd))
  let positions: ReadonlySet<string> = new Set([FIRST])
  while (counts.length < MAX_PAGES && (positions.size > 0 || counts.length < last)) {
    const all = new Set(positions)
    // A page by its number may be fetched though no answer offered it next.
    if (counts.length > 0 && counts.length < last) all.add(String(counts.length + 1))
    const served = [...all].flatMap((position) => servedAt(crowd, position))
    positions = new Set(served.flatMap(nextsOf))
    if (served.length === 0 && counts.length >= last) break
    counts.push({ served, isInner: positions.size > 0 })
  }
  return counts
}

const lastPageOf = (crowd: Crowd): number => {
  let last = 0
  for (const { served } of crowd)
    for (const { page, lastPage } of served)
      last = Math.max(last, Math.min(page ?? 0, lastPage ?? 0))
  return last
}

const servedAt = (crowd: Crowd, position: string): WalkStep[] =>
  crowd.flatMap((walk) => stepsAt(walk, position).filter(isServed))
