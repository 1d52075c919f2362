// Finds searches by halves: a client that looks for one page, such as that on which a day begins.

import type { Walk, WalkStep } from '../walks/walk.ts'

/** So many middles in a row are no chance, also where each lies after the one before. */
const MANY_MIDDLES = 3
/** So many are none if the client also went back. */
const SOME_MIDDLES = 2

/**
 * Whether a walk read the number of pages, and then each time the page in the middle of what was
 * left. At the end it may read the page that it found, or the one before or after that.
 */
export function isHalving({ served, paginator }: Walk): boolean {
  const [first] = served
  const last = first?.lastPage ?? null
  if (paginator !== 'page' || first?.page !== 1 || last === null || !isOneByOne(served))
    return false
  const pages = served.slice(1).flatMap(({ page }) => page ?? [])
  return MIDDLES.some((middleOf) => MOVES.some((by) => goesByHalves(pages, { last, middleOf, by })))
}

/** Whether each request came after the answer to the one before. */
const isOneByOne = (steps: readonly WalkStep[]): boolean =>
  steps.every((step, index) => {
    const before = steps[index - 1]
    return before === undefined || before.sentAt <= step.entry.at
  })

/** Programs round the middle up or down. */
const MIDDLES = [Math.floor, Math.ceil].map(
  (round) => (low: number, high: number) => round((low + high) / 2),
)

/** A middle page may be part of what is left below it, or of what is left above it, or of none. */
const MOVES = [
  { up: 0, down: 1 },
  { up: 1, down: 0 },
  { up: 1, down: 1 },
]

type Halves = {
  readonly last: number
  readonly middleOf: (low: number, high: number) => number
  readonly by: { readonly up: number; readonly down: number }
}

function goesByHalves(pages: readonly number[], { last, middleOf, by }: Halves): boolean {
  let [low, high] = [1, last]
  let isBack = false
  for (const [index, page] of pages.entries()) {
    const isEnd = index === pages.length - 1
    if (low >= high && isEnd) return isShown(index) && Math.abs(page - low) <= 1
    if (page !== middleOf(low, high)) return false
    const next = pages[index + 1]
    if (next === undefined) return isShown(index + 1) && (isBack || low + 1 >= high)
    // The next page tells where the client went on.
    isBack ||= next < page
    const isUp = next > page || (next === page && by.up === 0)
    if (isUp) low = page + by.up
    else high = page - by.down
  }
  return false

  function isShown(middles: number): boolean {
    return middles >= (isBack ? SOME_MIDDLES : MANY_MIDDLES)
  }
}
