// Gaps between the pages of a walk that are equally far apart, which no reader leaves by chance.

import type { Walk, WalkStep } from '../walks/walk.ts'
import { symptomsOf } from './symptoms.ts'

/** Fewer pages have no order. */
export const MIN_PAGES = 3

/**
 * Whether the pages are equally far apart, and were requested in their order. The first page may be
 * one more, as in 1, 2, 4, 6.
 */
export function isStriding(walk: Walk): boolean {
  const { pages } = symptomsOf(walk)
  return (
    (isRegular(pages) || (pages.length > MIN_PAGES && isRegular(pages.slice(1)))) && isForward(walk)
  )
}

/** Whether no page was requested after the answer to a later one. */
export function isForward({ steps }: Walk): boolean {
  let highest: WalkStep | undefined
  for (const step of steps) {
    if (step.link === 'retry') continue
    if (!highest || (step.page ?? 1) >= (highest.page ?? 1)) highest = step
    else if (step.entry.at >= highest.sentAt) return false
  }
  return true
}

export function isRegular(pages: readonly number[]): boolean {
  const [from = 1, second = from] = pages
  return pages.every((page, index) => page === from + index * (second - from))
}

/**
 * Whether just each third page is missing, or each fourth and so on, as between chunks. Where the
 * first one does not fit, as in 2, 5, 8, the pages must have been requested in their order.
 */
export function areEachNth(walk: Walk, last: number): boolean {
  const fetched = new Set(symptomsOf(walk).pages)
  const left = range(last).filter((page) => !fetched.has(page))
  const [first = 0, second = first] = left
  const distance = second - first
  return (
    distance > 2 &&
    first <= distance &&
    isRegular(left) &&
    (first === distance || (first > 1 && last - (left.at(-1) ?? 0) < distance && isInOrder(walk)))
  )
}

/** Whether just each second page of a short list was fetched, each twice in a row. */
export function areEvenTwice({ served }: Walk, last: number): boolean {
  const count = Math.floor(last / 2)
  return (
    count > 1 &&
    served.length === 2 * count &&
    served.every(({ page }, index) => page === 2 + 2 * Math.floor(index / 2))
  )
}

const isInOrder = ({ steps }: Walk): boolean =>
  steps
    .filter(({ link }) => link !== 'retry')
    .every(({ page }, index, all) => (page ?? 1) > (all[index - 1]?.page ?? 0))

export const range = (last: number): number[] =>
  Array.from({ length: last }, (_, index) => index + 1)
