// Evidence: the reason why a request belongs to a walk.

import type { Ahead } from './ahead.ts'
import type { Step } from './step.ts'
import { those } from './those.ts'
import type { Evidence } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** `recent`: walks that may have made the request. `holders`: walks that were given its cursor. */
export function evidenceOf(
  step: Step,
  builder: WalkBuilder,
  { recent, holders }: Record<'recent' | 'holders', readonly WalkBuilder[]>,
): Evidence {
  if (step.cursor !== null && holders.length === 1 && holders[0] === builder) return 'cursor'
  if (isOnConnectionOf(builder, step) || userOf(step, recent) === builder) return 'connection'
  if (builder.name !== null) return 'name'
  const alike = those(recent, (other) => other.optionsKey() === builder.optionsKey())
  if (alike.length < 2) return 'options'
  const able = those(
    alike,
    (other) => other.goesOnTo(step.position) || other.failing.has(step.position),
  )
  return able.length < 2 && able[0] === builder ? 'only one that could' : 'shape'
}

/** The evidence for a request without a valid token. */
export const evidenceOfStray = (step: Step, builder: WalkBuilder): Evidence =>
  isOnConnectionOf(builder, step)
    ? 'connection'
    : step.cursor === null
      ? 'only one that could'
      : 'cursor'

/** Whether the walk's last answer came over the connection of this request. */
export const isOnConnectionOf = (builder: WalkBuilder, step: Step): boolean =>
  step.entry.connection !== 0 && builder.lastLine() === builder.lineOf(step)

/**
 * The walk that used this request's connection last. It may have used others since:
 * clients take turns between connections.
 */
export function userOf(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  let user: WalkBuilder | undefined
  let latest = 0
  for (const builder of builders) {
    const id = useOf(builder, step)
    if (id <= latest) continue
    user = builder
    latest = id
  }
  return user
}

/** The id of the walk's last request over this request's connection; 0 if there is none. */
export const useOf = (builder: WalkBuilder, step: Step): number =>
  builder.uses.lastOver(builder.lineOf(step))?.entry.id ?? 0

/** So many requests over one connection show that a client keeps it for itself. */
export const MIN_KEPT = 3

/**
 * The walk that has this request's connection for itself. The request repeats the failed one or the
 * last page of the walk, or goes back or on from that. The walk used no other connection, and no
 * other walk used this one since. No walk that used it before changes connections. `builders` have
 * one list.
 */
export function keeperOf(step: Step, builders: readonly WalkBuilder[]): WalkBuilder | undefined {
  const user = userOf(step, builders)
  if (!user || user.uses.size() > 1 || user.steps.length < MIN_KEPT) return undefined
  const isFit =
    user.failing.has(step.position) ||
    user.goesBackTo(step.position) ||
    user.goesOnTo(step.position) ||
    isAtPage(user, step.position)
  if (!isFit) return undefined
  const isShared = builders.some((other) => {
    const use = other === user ? undefined : other.uses.lastOver(other.lineOf(step))
    return use && (use.entry.id > user.start.entry.id || other.uses.size() > 1)
  })
  return isShared ? undefined : user
}

/**
 * The walk that repeats its last page over a connection that no other walk uses, though others were
 * offered the page as well. Each of these requests it over its own connection later, or goes by page
 * where the request has a cursor.
 */
export function repeaterOf(
  step: Step,
  { same, going, ahead }: { same: Builders; going: Builders; ahead: Pick<Ahead, 'isAboutTo'> },
): WalkBuilder | undefined {
  const user = userOf(step, same)
  if (!user || going.length === 0 || !isAtPage(user, step.position)) return undefined
  const isOwn = isOnConnectionOf(user, step) && isAloneOnLine(step, user, same)
  const isLeft = going.every(
    (other) => other.optionsKey() !== step.optionsKey || ahead.isAboutTo(other, step),
  )
  return isOwn && isLeft ? user : undefined
}

type Builders = readonly WalkBuilder[]

/** Whether no walk but this one used the connection of a request. */
export const isAloneOnLine = (
  step: Step,
  builder: WalkBuilder | undefined,
  builders: Builders,
): boolean =>
  builders.every(
    (other) => other === builder || other.uses.lastOver(other.lineOf(step)) === undefined,
  )

/** Whether a position is that of the walk's last list, and was not requested again in vain. */
export const isAtPage = (builder: WalkBuilder, position: string): boolean =>
  builder.last()?.position === position && !builder.failing.has(position)
