// Finds walks that several workers of one client made together.

import { MIN_KEPT } from '../walks/evidence.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import { knownLastPage, pagesOf } from './reading.ts'

/** Milliseconds within which no person goes on over another connection. */
const AT_ONCE_MS = 10

/**
 * Whether several connections took part in a walk, two of them at once, and pages rise over each.
 * The walk must have come to the last page, or have left out none up to its highest. The order of
 * all pages then depends only on the worker that came first.
 */
export function areWorkers(walk: Walk): boolean {
  const steps = walk.steps.filter(({ link }) => link !== 'retry')
  const byLine = [...Map.groupBy(steps, ({ line }) => line)]
  const again = byLine.filter(([, { length }]) => length > 1)
  return (
    again.length > 1 &&
    steps.length > MIN_KEPT &&
    isWhole(walk) &&
    steps.some((step, index) => isAtOnce(steps[index - 1], step)) &&
    byLine.every(
      ([line, own]) =>
        line !== 0 && own.every(({ page }, index) => (page ?? 1) > (own[index - 1]?.page ?? 0)),
    )
  )
}

const isAtOnce = (before: WalkStep | undefined, { line, entry }: WalkStep): boolean =>
  before !== undefined && before.line !== line && entry.at - before.sentAt < AT_ONCE_MS

function isWhole(walk: Walk): boolean {
  const pages = pagesOf(walk)
  const last = pages.at(-1) ?? 0
  return last === knownLastPage(walk) || last === pages.length
}
