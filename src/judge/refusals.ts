// Finds refused requests whose refusal an earlier answer had announced.

import { hadRead, isAsTold, retryAfterOf, type Walk, type WalkStep } from '../walks/walk.ts'
import type { Session } from './rule.ts'

const TIMES = 2
const known = new WeakMap<Session['walks'], readonly WalkStep[]>()

/**
 * Requests with status 429, sent although an earlier answer had announced the refusal.
 * A single one is not returned: clients may learn of the limit that way.
 * A request that is repeated after its Retry-After does not count, unless an earlier 429 warned.
 */
export function refusedInVain(walks: Session['walks']): readonly WalkStep[] {
  const before = known.get(walks)
  if (before) return before
  const refused = findRefused(walks)
  known.set(walks, refused)
  return refused
}

function findRefused(walks: Session['walks']): readonly WalkStep[] {
  if (!walks.some(({ steps }) => steps.some(({ entry }) => entry.status === 429))) return []
  const steps = walks.flatMap((walk) => walk.steps).toSorted((a, b) => a.entry.id - b.entry.id)
  const inVain = new Set<WalkStep>()
  let warning: WalkStep | undefined
  let refusal: WalkStep | undefined
  for (const [index, step] of steps.entries()) {
    const { limit, status } = step.entry
    if (status !== 429) {
      warning = limit?.remaining === 0 ? step : undefined
      continue
    }
    if (step.link !== 'retry' && warning !== undefined && hadRead(warning, step)) {
      const isTold =
        refusal !== undefined &&
        refusal.entry.id > warning.entry.id &&
        hadRead(refusal, step) &&
        !isAsTold(refusal, step)
      if (isTold && refusal) inVain.add(refusal)
      if (isTold || !isMended(step, steps.slice(index + 1, index + 1 + NEAR))) inVain.add(step)
    }
    refusal = step
  }
  const early: WalkStep[] = []
  for (const walk of walks) {
    const ignored = ignoredByPool(walk)
    for (const step of ignored.certain) inVain.add(step)
    if (ignored.certain.length > 0) early.push(...ignored.early)
  }
  return inVain.size < TIMES ? [] : [...new Set([...early, ...inVain])]
}

/** The number of later requests in which a repetition is searched. */
const NEAR = 50

/** Whether the same request came again, and not before its Retry-After had passed. */
function isMended(refused: WalkStep, later: readonly WalkStep[]): boolean {
  const again = later.find(
    ({ position, optionsKey }) =>
      position === refused.position && optionsKey === refused.optionsKey,
  )
  return again !== undefined && isAsTold(refused, again)
}

/**
 * Refused requests of a walk whose client should have known of an earlier 429.
 * The client knew when it had already used the same connection after that 429. The first request
 * over the connection of the 429 is `early`: it may have been on its way. A walk that may hold
 * requests of others shows nothing.
 */
function ignoredByPool({ steps }: Walk): {
  readonly certain: WalkStep[]
  readonly early: WalkStep[]
} {
  const certain: WalkStep[] = []
  const early: WalkStep[] = []
  if (steps.some(({ evidence }) => evidence === 'shape')) return { certain, early }
  let refusal: WalkStep | undefined
  const usedSince = new Set<number>()
  for (const step of steps) {
    const { connection, status, at } = step.entry
    if (refusal !== undefined && (isAsTold(refusal, step) || connection === 0)) {
      refusal = undefined
      usedSince.clear()
    }
    if (status === 429) {
      if (refusal !== undefined && step.link !== 'retry') {
        if (usedSince.has(connection)) certain.push(step)
        else if (refusal.entry.connection === connection) early.push(step)
      }
      refusal ??= retryAfterOf(step) > 0 ? step : undefined
    }
    if (refusal !== undefined && refusal.sentAt <= at) usedSince.add(connection)
  }
  return { certain, early }
}
