// A walk as it grows: the pages that its client was offered, has seen and failed to get.

import { createLineUses, type Lines } from './line-uses.ts'
import { FIRST } from './list-target.ts'
import { offers, type Step } from './step.ts'
import { type Evidence, type Link, retryAfterOf, waited, type Walk, type WalkStep } from './walk.ts'

export type WalkBuilder = ReturnType<typeof createWalkBuilder>

/** Creates a walk without steps; `start` must still be added. */
export function createWalkBuilder(start: Step, lines: Lines) {
  const steps: WalkStep[] = []
  /** By position: how often it was answered with a list. */
  const visits = new Map<string, number>()
  /** By position: its last answer if that was a failure. The oldest comes first. */
  const failing = new Map<string, WalkStep>()
  const uses = createLineUses(lines)
  let last: WalkStep | undefined
  let optionsKey = start.optionsKey
  let options = start.options
  let lastPage = 0
  let isTurned = false
  let isLeft = false
  let hasJumped = start.position !== FIRST
  let isAtFirst = true

  return {
    name: nameOf(start),
    start,
    steps,
    visits,
    failing,
    uses,
    /** The last list that was served. */
    last: (): WalkStep | undefined => last,
    lastStep: (): WalkStep | undefined => steps.at(-1),
    lineOf: lines.lineOf,
    lastLine: (): number | undefined => steps.at(-1)?.line,
    /** The options of the latest request. They can differ from those of the first. */
    options: () => options,
    optionsKey: () => optionsKey,
    /** The highest last page that an answer named; 0 before the first such answer. */
    lastPage: (): number => lastPage,
    /** Whether the client goes back from page to page. */
    isTurned: (): boolean => isTurned,
    /** Whether the pages are requested out of order, as by a client that requests all at once. */
    hasJumped: (): boolean => hasJumped,
    /** Whether all requests are for the first page. */
    isAtFirst: (): boolean => isAtFirst,
    /** Whether the client has begun another walk. */
    isLeft: (): boolean => isLeft,
    leave(): void {
      isLeft = true
    },
    /** Whether the last list offered a position as the next one. */
    goesOnTo: (position: string): boolean => last !== undefined && offers(last, position),
    goesBackTo: (position: string): boolean =>
      last !== undefined &&
      ((last.list?.previous === '1' ? FIRST : last.list?.previous) === position ||
        last.list?.cursors?.previous === position),
    /** Whether the last page gave cursors too, by which a walk by page can go on. */
    mayTurnToCursors: (): boolean => last?.list?.cursors !== undefined,

    add(step: Step, link: Link, evidence: Evidence | null): void {
      const added: WalkStep = { ...step, link, evidence, line: lines.lineOf(step) }
      steps.push(added)
      uses.add(added)
      hasJumped ||= link === 'page'
      isAtFirst &&= step.position === FIRST
      if (link === 'tokenless') return
      options = step.options
      optionsKey = step.optionsKey
      isTurned = link === 'previous' || (isTurned && link !== 'next')
      failing.delete(step.position)
      if (step.answered === 'failed') failing.set(step.position, added)
      if (step.answered !== 'served') return
      last = added
      visits.set(step.position, (visits.get(step.position) ?? 0) + 1)
      lastPage = Math.max(lastPage, step.lastPage ?? 0)
    },

    toWalk: (state: WalkState): Walk => toWalk(start, steps, state),
  }
}

export type WalkState = Pick<Walk, 'isOver' | 'party'>

/** `start` is the first step. */
export function toWalk(start: Step, steps: readonly WalkStep[], state: WalkState): Walk {
  const { entry, options, perPage } = start
  const { id, user, token, edition } = entry
  return {
    id,
    user,
    token,
    edition,
    name: nameOf(start),
    paginator: steps.some(({ cursor }) => cursor !== null) ? 'cursor' : start.paginator,
    options,
    perPage,
    steps,
    served: steps.filter(({ answered }) => answered === 'served'),
    ...state,
  }
}

export const nameOf = ({ entry }: Step): string | null => (entry.isNamed ? entry.correlation : null)

/**
 * Whether the client of a failed request can have sent a step as its retry.
 * The step came after the answer, on the same lane or connection, or when the wait was over.
 */
export function mayRetry(failed: Step, step: Step): boolean {
  const { lane, connection, hungUpAt } = failed.entry
  // A client that hangs up opens a new connection. The mock may see it before the hang-up.
  if (hungUpAt !== null && step.entry.connection > connection && connection !== 0)
    return step.entry.at >= hungUpAt - HANG_UP_MS
  if (step.entry.at < failed.sentAt) return false
  // After a cut connection a retry needs a new one. Requests of others may push it to another lane.
  if (failed.entry.status === null && step.entry.connection > connection && connection !== 0)
    return true
  if (step.entry.lane === lane || (connection !== 0 && step.entry.connection === connection))
    return true
  return !isEarly(failed, step) && waited(failed, step) >= TOLERANCE_MS
}

/** Whether a request comes before the Retry-After of a failure has passed. */
export const isEarly = (failed: Step, step: Step): boolean =>
  waited(failed, step) < retryAfterOf(failed) * 1000 - TOLERANCE_MS

const HANG_UP_MS = 250
const TOLERANCE_MS = 10
