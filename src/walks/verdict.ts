// Computes the verdict of a walk and the numbers of its rows.

import type { Work } from '../clock/turns.ts'
import { FIRST } from './list-target.ts'
import { type Walk, type WalkStep } from './walk.ts'

export const verdicts = [
  'complete',
  'truncated',
  'duplicated',
  'endless',
  'single_page',
  'open',
] as const
export type Verdict = (typeof verdicts)[number]

/** The rows of a walk's list as they are now. */
export type Census = {
  readonly rows: number
  /** The ids in list order; undefined when there are too many rows. */
  readonly ids: readonly number[] | undefined
}

export type WalkResult = {
  readonly verdict: Verdict
  /** The number of rows from the first delivered one on; null when nobody can tell. */
  readonly rows: number | null
  readonly delivered: number
  readonly distinct: number
  readonly missed: number
  readonly missedIds: readonly number[]
  readonly duplicatedIds: readonly number[]
  /** By the id of a duplicated row: the first requests that brought it. */
  readonly broughtBy: ReadonlyMap<number, readonly number[]>
  readonly requests: number
  readonly retries: number
}

const MAX_BROUGHT_BY = 10

export type Mistakes = {
  /** Whether the walk went on after the end of the list or made no progress. */
  readonly isEndless?: boolean
  /** Whether the walk left out pages that it needed. */
  readonly hasLeftOut?: boolean
}

export function* resultOf(
  walk: Walk,
  census: Census | undefined,
  { isEndless = false, hasLeftOut = false }: Mistakes = {},
): Work<WalkResult> {
  const pages = yield* pagesOf(walk)
  /** By the id of a row: the request that brought it first. */
  const seen = new Map<number, number>()
  const broughtBy = new Map<number, number[]>()
  for (const { ids, step } of pages) {
    for (const id of ids) {
      const first = seen.get(id)
      const known = broughtBy.get(id)
      if (first === undefined) seen.set(id, step.entry.id)
      else if (known === undefined) broughtBy.set(id, [first, step.entry.id])
      else if (known.length < MAX_BROUGHT_BY) known.push(step.entry.id)
    }
    yield
  }
  const duplicatedIds = [...broughtBy.keys()]
  const start = startOf(pages)
  const due = dueOf(start, census, hasLeftOut ? leftOutBefore(start) : 0)
  const missedIds = (due ?? []).filter((id) => !seen.has(id))
  const missed = due === undefined ? Math.max(0, (census?.rows ?? 0) - seen.size) : missedIds.length
  return {
    verdict: isEndless
      ? 'endless'
      : verdictOf(walk, { pages, missed, duplicated: duplicatedIds.length }),
    rows: due?.length ?? census?.rows ?? null,
    delivered: pages.reduce((total, { step }) => total + (step.entry.rows ?? 0), 0),
    distinct: seen.size,
    missed,
    missedIds,
    duplicatedIds,
    broughtBy,
    requests: walk.steps.length,
    retries: walk.steps.filter(({ link }) => link === 'retry').length,
  }
}

type ServedPage = { readonly step: WalkStep; readonly ids: readonly number[] }

/** The served pages without repetitions. Two cursors with the same rows count as one page. */
function* pagesOf(walk: Walk): Work<ServedPage[]> {
  const positions = new Set<string>()
  const contents = new Set<string>()
  const pages: ServedPage[] = []
  for (const step of walk.served) {
    yield
    const ids = step.list?.ids ?? ''
    if (positions.has(step.position) || (contents.has(ids) && ids !== '')) continue
    positions.add(step.position)
    contents.add(ids)
    pages.push({ step, ids: ids === '' ? [] : ids.split(',').map(Number) })
  }
  return pages
}

/** The page from which on rows count: the first one, or the lowest of a walk down the list. */
function startOf(pages: readonly ServedPage[]): ServedPage | undefined {
  const [first] = pages
  if (first?.step.position === FIRST) return first
  const numberOf = ({ step }: ServedPage): number => step.page ?? Infinity
  return pages.reduce<ServedPage | undefined>(
    (lowest, page) => (lowest && numberOf(lowest) <= numberOf(page) ? lowest : page),
    undefined,
  )
}

/**
 * The number of rows before those of a walk that began at page 2. Its client probably raised the
 * counter too early. One that begins later may go on where an earlier run stopped.
 */
const leftOutBefore = (first: ServedPage | undefined): number =>
  first?.step.page === 2 ? first.step.perPage : 0

/**
 * The rows from the first delivered one on, and as many before it as the walk left out. Other rows
 * before it were added later or not requested.
 */
function dueOf(
  first: ServedPage | undefined,
  census: Census | undefined,
  leftOut: number,
): readonly number[] | undefined {
  const ids = census?.ids
  const [start] = first?.ids ?? []
  if (ids === undefined) return undefined
  // The first page was empty, so all rows that exist now came later.
  if (start === undefined) return first?.step.position === FIRST ? [] : ids
  const index = ids.indexOf(start)
  return index >= 0 ? ids.slice(Math.max(0, index - leftOut)) : ids.filter((id) => id <= start)
}

type Counts = {
  readonly pages: readonly ServedPage[]
  readonly missed: number
  readonly duplicated: number
}

function verdictOf(walk: Walk, { pages, missed, duplicated }: Counts): Verdict {
  if (!walk.isOver) return 'open'
  const [first] = pages
  if (pages.length === 1 && first?.step.list?.next !== null) return 'single_page'
  if (first === undefined || missed > 0) return 'truncated'
  return duplicated > 0 ? 'duplicated' : 'complete'
}
