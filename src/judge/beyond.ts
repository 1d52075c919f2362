// Requests beyond the end of a list.

import { hadRead, servedOf, type Walk, type WalkStep } from '../walks/walk.ts'

/** Asked in the knowledge of an answer by which there is no such page, and there was none. */
export function knownBeyond(walk: Walk): WalkStep[] {
  const steps = walk.steps.filter(({ link }) => link === 'beyond')
  const served = steps.length === 0 ? [] : servedOf(walk)
  return steps.filter((step) => !isThere(step) && served.some((answer) => tellsEnd(answer, step)))
}

const isThere = ({ page, lastPage }: WalkStep): boolean =>
  page !== null && lastPage !== null && page <= lastPage

function tellsEnd(answer: WalkStep, step: WalkStep): boolean {
  if (answer.entry.id >= step.entry.id || !hadRead(answer, step)) return false
  if (step.page === null) return answer.list?.next === null
  return answer.lastPage !== null && answer.lastPage < step.page
}

/** The requests after the end of the list: after a list without next that was not beyond it. */
export function afterEnd(walk: Walk, steps: readonly WalkStep[]): WalkStep[] {
  const end =
    steps.length === 0
      ? undefined
      : servedOf(walk).find(({ list, link }) => list?.next === null && link !== 'beyond')
  return end ? steps.filter(({ entry }) => entry.id > end.entry.id) : []
}
