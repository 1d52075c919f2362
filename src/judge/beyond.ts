// Finds requests beyond the end of a list.

import { hadRead, type Walk, type WalkStep } from '../walks/walk.ts'

/** Requests for a page that does not exist, as the client could know from an earlier answer. */
export function knownBeyond(walk: Walk): WalkStep[] {
  if (isSearch(walk)) return []
  const steps = walk.steps.filter(({ link }) => link === 'beyond')
  const served = steps.length === 0 ? [] : walk.served
  // A page whose first request failed may be there when it comes in the end.
  const there = new Set(served.filter(isThere).map(({ position }) => position))
  return steps.filter(
    (step) =>
      !isThere(step) &&
      !(step.answered === 'failed' && there.has(step.position)) &&
      served.some((answer) => tellsEnd(answer, step)),
  )
}

/** So many empty pages, one after the other by number, are no search. */
const MANY_EMPTY = 3

/** Whether a walk requested several pages beyond the end one after the other. */
const isCountingOn = (served: readonly WalkStep[]): boolean =>
  served.some((_, index) =>
    served
      .slice(index, index + MANY_EMPTY)
      .every(
        ({ page, lastPage }, after, run) =>
          run.length === MANY_EMPTY &&
          (page ?? 0) > (lastPage ?? Infinity) &&
          page === (run[0]?.page ?? 0) + after,
      ),
  )

/**
 * Whether a client looked for the last page. After an empty page it then went back to one that may
 * lie before the end.
 */
export function isSearch({ served, steps }: Walk): boolean {
  let highest = 0
  const isBack = served.some((step, index) => {
    const { page, lastPage, entry } = step
    if (page === null || lastPage === null) return false
    if (page <= lastPage || entry.rows !== 0) {
      highest = Math.max(highest, page)
      return false
    }
    const next = served[index + 1]
    if (!next || next.page === null) return false
    if (highest >= next.page || next.page >= page) return false
    // The first attempt shows what the client knew.
    const begun =
      next.link === 'retry' ? steps.find(({ position }) => position === next.position) : next
    return hadRead(step, begun ?? next)
  })
  return isBack && !isCountingOn(served)
}

const isThere = ({ page, lastPage }: WalkStep): boolean =>
  page !== null && lastPage !== null && page <= lastPage

function tellsEnd(answer: WalkStep, step: WalkStep): boolean {
  if (answer.entry.id >= step.entry.id) return false
  // Only the end of a list gives no cursor, so the client has read that answer.
  if (step.page === null) return answer.list?.next === null
  if (!hadRead(answer, step)) return false
  return answer.lastPage !== null && answer.lastPage < step.page
}

/** The steps that came after the end of the list: after a last page that is not beyond it. */
export function afterEnd(walk: Walk, steps: readonly WalkStep[]): WalkStep[] {
  const end =
    steps.length === 0
      ? undefined
      : walk.served.find(({ list, link }) => list?.next === null && link !== 'beyond')
  return end ? steps.filter(({ entry }) => entry.id > end.entry.id) : []
}
