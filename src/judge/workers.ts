// Finds walks that several workers of one client made together.

import { MIN_KEPT } from '../walks/evidence.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import { knownLastPage } from './reading.ts'
import { symptomsOf } from './symptoms.ts'

/** Milliseconds within which no person goes on over another connection. */
const AT_ONCE_MS = 10

/**
 * Whether several connections took part in a walk to the last page, two of them at once, and the
 * pages rise over each. The order of all pages then depends only on the worker that came first.
 */
export function areWorkers(walk: Walk): boolean {
  const steps = walk.steps.filter(({ link }) => link !== 'retry')
  const byLine = [...Map.groupBy(steps, ({ line }) => line)]
  const again = byLine.filter(([, { length }]) => length > 1)
  return (
    again.length > 1 &&
    steps.length > MIN_KEPT &&
    symptomsOf(walk).pages.at(-1) === knownLastPage(walk) &&
    steps.some((step, index) => isAtOnce(steps[index - 1], step)) &&
    byLine.every(
      ([line, own]) =>
        line !== 0 && own.every(({ page }, index) => (page ?? 1) > (own[index - 1]?.page ?? 0)),
    )
  )
}

const isAtOnce = (before: WalkStep | undefined, { line, entry }: WalkStep): boolean =>
  before !== undefined && before.line !== line && entry.at - before.sentAt < AT_ONCE_MS
