// Finds the walk by cursor that repeats a failed request beside walks that go by page.

import type { Ahead } from './ahead.ts'
import { waitingFor } from './candidates.ts'
import { useOf } from './evidence.ts'
import { patient } from './failing.ts'
import type { Step } from './step.ts'
import { isJustAsTold } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

/**
 * The walk by cursor that failed here, if all others that were offered the cursor go by page. They
 * seldom change to cursors. One of them comes first if it used the connection after the failure,
 * unless the wait has just ended.
 */
export function retrierOf(
  step: Step,
  same: readonly WalkBuilder[],
  { fresh, ahead }: { readonly fresh: readonly WalkBuilder[]; readonly ahead: Ahead },
): WalkBuilder | undefined {
  const isPaged = fresh.every((builder) => builder.optionsKey() !== step.optionsKey)
  const able = isPaged && fresh.length > 0 ? patient(step, same, ahead) : undefined
  const failed = able?.failing.get(step.position)
  if (!able || !failed) return undefined
  const waiting = waitingFor(step, fresh)
  const isFirst = !waiting || useOf(able, step) > useOf(waiting, step)
  return isFirst || isJustAsTold(failed, step) ? able : undefined
}
