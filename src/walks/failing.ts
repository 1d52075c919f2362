// Finds the walk whose client repeats a failed request.

import type { Ahead } from './ahead.ts'
import type { Step } from './step.ts'
import type { WalkStep } from './walk.ts'
import { isEarly, mayRetry, type WalkBuilder } from './walk-builder.ts'

/**
 * The walk that failed at this position first.
 * A walk for which the request is too early is left out if its client repeats it in time later.
 */
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

/** The walk that keeps this request's connection to itself, if its last request failed here. */
export const failedOn = (
  step: Step,
  keeper: WalkBuilder | undefined,
  ahead: Ahead,
): WalkBuilder | undefined => {
  const failed = keeper?.failing.get(step.position)
  return failed && keeper?.lastStep() === failed ? patient(step, [keeper], ahead) : undefined
}

/** The walk that failed at this position first; failures on the same connection are preferred. */
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
