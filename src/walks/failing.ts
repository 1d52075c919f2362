// Finds the walk whose client repeats a failed request.

import type { Ahead } from './ahead.ts'
import type { Step } from './step.ts'
import { lowest, those } from './those.ts'
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
    those(builders, ({ failing }) => {
      const failed = failing.get(step.position)
      return failed !== undefined && !(isEarly(failed, step) && ahead.isMadeAsTold(failed, step))
    }),
  )

/** The walk that keeps this request's connection to itself, if it waits to repeat the request. */
export const failedOn = (
  step: Step,
  keeper: WalkBuilder | undefined,
  ahead: Ahead,
): WalkBuilder | undefined => {
  const failed = keeper?.failing.get(step.position)
  return failed && keeper ? patient(step, [keeper], ahead) : undefined
}

/** The walk that failed at this position first; failures on the same connection are preferred. */
export function oldestFailing(
  step: Step,
  builders: readonly WalkBuilder[],
): WalkBuilder | undefined {
  const waiting = those(builders, (builder) => {
    const failed = builder.failing.get(step.position)
    return (
      failed !== undefined && builder.optionsKey() === step.optionsKey && mayRetry(failed, step)
    )
  })
  const isOn = ({ failing }: WalkBuilder): boolean =>
    failing.get(step.position)?.entry.connection === step.entry.connection
  const own = those(waiting, isOn)
  const idOf = ({ failing }: WalkBuilder): number => failing.get(step.position)?.entry.id ?? 0
  return lowest(own.length > 0 ? own : waiting, idOf)
}

/** Whether a walk's client waits for the end of a Retry-After, and then repeats its request. */
export function isWaiting(builder: WalkBuilder, step: Step, ahead: Ahead): boolean {
  const failed = builder.lastStep()
  return failed?.answered === 'failed' && isEarly(failed, step) && ahead.isMadeAsTold(failed, step)
}
