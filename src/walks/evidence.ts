// Why a request was taken for a part of a walk.

import type { Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** The strongest first; see docs/judge.md. */
export const evidences = [
  'cursor',
  'connection',
  'name',
  'options',
  'only one that could',
  'shape',
] as const

/**
 * `cursor`: only this walk had been given it. `connection`: it used this one last. `name`: X-Mock-Walk.
 * `options`: no other walk has them. `shape`: other walks could have made it as well.
 */
export type Evidence = (typeof evidences)[number]

/** `recent`: the walks that may have made the request. `owners`: those that were given its cursor. */
export function evidenceOf(
  step: Step,
  builder: WalkBuilder,
  { recent, owners }: { recent: readonly WalkBuilder[]; owners: readonly WalkBuilder[] },
): Evidence {
  if (step.cursor !== null && owners.length === 1 && owners[0] === builder) return 'cursor'
  if (isOnConnectionOf(builder, step) || userOf(step, recent) === builder) return 'connection'
  if (builder.name !== null) return 'name'
  const alike = recent.filter((other) => other.optionsKey() === builder.optionsKey())
  if (alike.length < 2) return 'options'
  const able = alike.filter(
    (other) => other.goesOnTo(step.position) || other.failing.has(step.position),
  )
  return able.length < 2 && able[0] === builder ? 'only one that could' : 'shape'
}

/** Whether the walk's last answer came over the connection of this request. */
export const isOnConnectionOf = (builder: WalkBuilder, step: Step): boolean =>
  step.entry.connection !== 0 && builder.lastLine() === builder.lineOf(step)

/** Of these walks the one that used the connection of this request last: clients take turns between connections. */
export function userOf(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  let user: WalkBuilder | undefined
  let latest = 0
  for (const builder of builders) {
    const id = builder.uses.get(builder.lineOf(step))?.entry.id ?? 0
    if (id > latest) [user, latest] = [builder, id]
  }
  return user
}
