// Finds the last pages that a walk left out which went down through a list.

import { hadRead, type Walk } from '../walks/walk.ts'
import { MIN_PAGES } from './gaps.ts'
import { symptomsOf } from './symptoms.ts'

/**
 * The highest page of the list as the client knew it, for a walk that read page 1 and then every
 * page from some number down to page 2 or 1. Undefined for other walks.
 */
export function knownTopOf(walk: Walk): number | undefined {
  const [first, top, ...others] = walk.steps.filter(({ link }) => link !== 'retry')
  const [count] = walk.served
  if (!top || first?.page !== 1 || count?.page !== 1 || !hadRead(count, top)) return undefined
  const down = [top, ...others].map(({ page }) => page ?? 1)
  const isDown = down.every((page, index) => page === (top.page ?? 1) - index)
  return isDown && down.length >= MIN_PAGES && (down.at(-1) ?? Infinity) <= 2
    ? (count.lastPage ?? undefined)
    : undefined
}

/** Whether a walk downwards began below the page that its client knew to be the last. */
export const beginsTooLow = (walk: Walk): boolean =>
  (knownTopOf(walk) ?? 0) > (symptomsOf(walk).pages.at(-1) ?? 0)
