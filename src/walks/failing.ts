// Walks that wait to make a failed request again.

import type { Ahead } from './ahead.ts'
import type { Step } from './step.ts'
import type { WalkStep } from './walk.ts'
import { isEarly, mayRetry, type WalkBuilder } from './walk-builder.ts'

/** Of those that failed at this position the one that has waited longest, and is not about to come back as told. */
export const patient = (
  step: Step,
  builders: readonly WalkBuilder[],
  ahead: Ahead,
): WalkBuilder | undefined =>
  oldestFailing(
    step,
    builders.filter(({ failing }) => {
      const failed = failing.get(step.position)
      return failed && !(isEarly(failed, step) && ahead.isMadeAsTold(failed, step))
    }),
  )

/** Of those that failed at this position the one that has waited longest. */
export function oldestFailing(
  step: Step,
  builders: readonly WalkBuilder[],
): WalkBuilder | undefined {
  const waiting = builders.flatMap((builder) => {
    const failed = builder.failing.get(step.position)
    return failed && builder.optionsKey() === step.optionsKey && mayRetry(failed, step)
      ? [{ builder, failed }]
      : []
  })
  const isOn = ({ failed }: { failed: WalkStep }): boolean =>
    failed.entry.connection === step.entry.connection
  const own = waiting.filter(isOn)
  return (own.length > 0 ? own : waiting).toSorted(
    (a, b) => a.failed.entry.id - b.failed.entry.id,
  )[0]?.builder
}
