// Reads the list requests of a user from the journal.

import type { Work } from '../clock/turns.ts'
import { slicesOf } from '../journal/slices.ts'
import { createStepReader, type Step } from '../walks/step.ts'
import type { Requests } from './controls.ts'

/** Other work may have a turn after so many requests. They are read in a fraction of a millisecond. */
const READ_TOGETHER = 16

export function* readSteps(journal: Requests['journal'], user: number | null): Work<Step[]> {
  const steps: Step[] = []
  const readStep = createStepReader()
  for (const slice of slicesOf(journal, user)) {
    for (const entry of slice) {
      const step = readStep(entry)
      if (step) steps.push(step)
      if (steps.length % READ_TOGETHER === 0) yield
    }
  }
  return steps
}
