// Reads facts from the steps of a walk: failures, served pages, and pages never asked for.

import type { WalkView } from '../../client/wire.ts'

export type Step = WalkView['steps'][number]

/** The first and the last page, both included. */
export type Range = { readonly from: number; readonly to: number }

/**
 * Whether each step failed: its answer had no list, or the client later retried the same page or
 * cursor.
 */
export function failuresOf(steps: readonly Step[]): boolean[] {
  const retried = new Set<string>()
  return steps
    .toReversed()
    .map((step) => {
      const isRetried = retried.delete(positionOf(step))
      if (step.link === 'retry') retried.add(positionOf(step))
      return isRetried || step.rows === null
    })
    .toReversed()
}

export const servedOf = (steps: readonly Step[]): Step[] => {
  const failures = failuresOf(steps)
  return steps.filter((_step, index) => failures[index] !== true)
}

/** The cursor, or the page as text. Equal positions give equal texts. */
export const positionOf = ({ page, cursor }: Step): string => cursor ?? `page ${page ?? 'first'}`

/** The number of different served pages, without those past the end. */
export const pageCountOf = (steps: readonly Step[]): number =>
  new Set(
    servedOf(steps)
      .filter(({ link }) => link !== 'beyond')
      .map(positionOf),
  ).size

/** Whether a walk from page 2 on left out page 1. Its rows then count from page 1 on. */
export const leavesOutFirst = ({
  steps,
  findings,
}: Pick<WalkView, 'steps' | 'findings'>): boolean =>
  findings.includes('rows-missed') && servedOf(steps)[0]?.page === 2

/** The last page of the list. Undefined for cursors, and when the number of rows is unknown. */
export function lastPageOf({
  paginator,
  rows,
  per_page: perPage,
  steps,
  findings,
}: WalkView): number | undefined {
  const [first] = servedOf(steps)
  const before = leavesOutFirst({ steps, findings }) ? 0 : (first?.page ?? 1) - 1
  if (paginator === 'cursor' || rows === null || perPage < 1) return undefined
  return before + Math.max(1, Math.ceil(rows / perPage))
}

/**
 * For each step, the ranges of pages that it jumped over and that no step asks for. A page appears
 * only once, at the first jump over it. Pages past the last one do not count.
 */
export function skipsOf(walk: WalkView): Range[][] {
  const requested = new Set(walk.steps.flatMap(({ page }) => page ?? []))
  const takeUpTo = takerOf([...requested].toSorted((a, b) => a - b))
  const last = lastPageOf(walk) ?? Infinity
  let highest: number | undefined
  return walk.steps.map(({ page, rows }) => {
    if (page === null) return []
    const isThere = (rows ?? 0) > 0
    const skipped = {
      from: (highest ?? page) + 1,
      to: isThere ? page - 1 : Math.min(page - 1, last),
    }
    highest = Math.max(highest ?? page, page)
    return skipped.to < skipped.from ? [] : without(skipped, takeUpTo(skipped))
  })
}

/** The pages after the highest requested one. Undefined when there are none or the walk is open. */
export function unrequestedOf(walk: WalkView): Range | undefined {
  const last = lastPageOf(walk)
  const requested = Math.max(0, ...walk.steps.map(({ page }) => page ?? 0))
  return last === undefined || walk.verdict === 'open' || requested === 0 || requested >= last
    ? undefined
    : { from: requested + 1, to: last }
}

export const sizeOf = ({ from, to }: Range): number => to - from + 1

/**
 * A function that takes the pages in a range out of ascending ones. The ranges must ascend too, so
 * that each page is looked at once.
 */
function takerOf(pages: readonly number[]) {
  let next = 0
  return ({ from, to }: Range): number[] => {
    while ((pages[next] ?? Infinity) < from) next++
    const start = next
    while ((pages[next] ?? Infinity) <= to) next++
    return pages.slice(start, next)
  }
}

/** The parts of a range before, between and after `stops`, which ascend. */
function without({ from, to }: Range, stops: readonly number[]): Range[] {
  const starts = [from, ...stops.map((stop) => stop + 1)]
  return starts
    .map((start, index) => ({ from: start, to: (stops[index] ?? to + 1) - 1 }))
    .filter((range) => sizeOf(range) > 0)
}
