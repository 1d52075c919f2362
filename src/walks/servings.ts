// Counts how often the pages of each list were served.

import type { Work } from '../clock/turns.ts'
import { FIRST } from './list-target.ts'
import type { Step } from './step.ts'

/** Other work may have a turn after so many steps, which take some microseconds. */
const TOGETHER = 64

type Page = Pick<Step, 'listKey' | 'position'>

/** `steps` are those of one user, the oldest first. */
export function* countServings(steps: readonly Step[]) {
  /** By list and position: how often a page was served. */
  const counts = new Map<string, Map<string, number>>()
  /**
   * A number for each step: how often its page had been served by then, minus how often the page
   * before it had been. NaN for steps that do not count.
   */
  const surpluses = new Float64Array(steps.length).fill(NaN)
  for (let index = 0; index < steps.length; index++) {
    if (index % TOGETHER === 0) yield
    const step = steps[index]
    if (!step || step.page === null || step.answered === 'refused') continue
    // A failure counts as much as the answer to its retry.
    surpluses[index] = step.answered === 'failed' ? -Infinity : serve(step)
  }
  yield* raiseToLater(steps, surpluses)
  return {
    countOf: ({ listKey }: Pick<Page, 'listKey'>, position: string): number =>
      counts.get(listKey)?.get(position) ?? 0,

    /** The surplus of a step by its index. */
    surplusAt: (index: number): number => surpluses[index] ?? NaN,
  }

  function serve(step: Step): number {
    let ofList = counts.get(step.listKey)
    if (!ofList) counts.set(step.listKey, (ofList = new Map()))
    const count = (ofList.get(step.position) ?? 0) + 1
    ofList.set(step.position, count)
    return count - (ofList.get(positionBefore(step)) ?? 0)
  }
}

/** Raises each surplus to the highest later one of the same page. */
function* raiseToLater(steps: readonly Step[], surpluses: Float64Array): Work<void> {
  const later = new Map<string, Map<string, number>>()
  for (let index = steps.length - 1; index >= 0; index--) {
    if (index % TOGETHER === 0) yield
    const step = steps[index]
    const surplus = surpluses[index] ?? NaN
    if (!step || Number.isNaN(surplus)) continue
    let ofList = later.get(step.listKey)
    if (!ofList) later.set(step.listKey, (ofList = new Map()))
    const raised = Math.max(surplus, ofList.get(step.position) ?? surplus)
    ofList.set(step.position, raised)
    surpluses[index] = raised
  }
}

export const positionBefore = ({ page }: Step): string =>
  page === null || page < 3 ? FIRST : String(page - 1)
