// A walk as it grows: what its client has been offered, what it has seen, and what failed on the way.

import type { Evidence } from './evidence.ts'
import { FIRST, type Step } from './step.ts'
import { type Link, retryAfterOf, waited, type Walk, type WalkStep } from './walk.ts'

/** Connections that are remembered of a walk. */
const MAX_USES = 16

export type WalkBuilder = ReturnType<typeof createWalkBuilder>

/** For a step that begins a walk. `lineOf`: the connection of a request, or the one that its client takes turns with. */
export function createWalkBuilder(start: Step, lineOf: (step: Step) => number) {
  const steps: WalkStep[] = []
  /** How often positions were requested and answered with a list. */
  const visits = new Map<string, number>()
  /** The last answer to a position, where that was a failure; the oldest first. */
  const failing = new Map<string, WalkStep>()
  /** By line: its last request over it; the line used last comes last. */
  const uses = new Map<number, WalkStep>()
  let last: WalkStep | undefined
  let optionsKey = start.optionsKey
  let options = start.options
  let lastPage = 0
  let isTurned = false
  let isLeft = false

  function use(step: WalkStep): void {
    const { line } = step
    if (line === 0) return
    uses.delete(line)
    uses.set(line, step)
    const [oldest] = uses.keys()
    if (uses.size > MAX_USES && oldest !== undefined) uses.delete(oldest)
  }

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
    lineOf,
    lastLine: (): number | undefined => steps.at(-1)?.line,
    /** The options of its latest requests: parameters may get lost on the way. */
    options: () => options,
    optionsKey: () => optionsKey,
    /** The highest number of a last page that it was told. */
    lastPage: (): number => lastPage,
    /** Whether it goes backwards. */
    isTurned: (): boolean => isTurned,
    /** Whether its pages come in another order than that of their numbers: all at once, say. */
    hasJumped: (): boolean => start.position !== FIRST || steps.some(({ link }) => link === 'page'),
    /** Whether it never got to another page than the first. */
    isAtFirst: (): boolean => steps.every(({ position }) => position === FIRST),
    /** Whether its client began again on the same connection. */
    isLeft: (): boolean => isLeft,
    leave(): void {
      isLeft = true
    },
    /** Whether a position is what its last list offered next. */
    goesOnTo: (position: string): boolean =>
      last !== undefined && (last.list?.next === position || last.list?.cursors?.next === position),
    goesBackTo: (position: string): boolean =>
      last !== undefined &&
      ((last.list?.previous === '1' ? FIRST : last.list?.previous) === position ||
        last.list?.cursors?.previous === position),
    /** Whether it goes by page, and its last page gave cursors to go on by. */
    mayTurnToCursors: (): boolean => last?.list?.cursors !== undefined,

    add(step: Step, link: Link, evidence: Evidence | null): void {
      const added: WalkStep = { ...step, link, evidence, line: lineOf(step) }
      steps.push(added)
      use(added)
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

    toWalk(isOver: boolean): Walk {
      const { entry, perPage } = start
      const paginator = steps.some(({ cursor }) => cursor !== null) ? 'cursor' : start.paginator
      const { id, user, token, edition } = entry
      return {
        id,
        user,
        token,
        edition,
        name: nameOf(start),
        paginator,
        options: start.options,
        perPage,
        steps,
        isOver,
      }
    },
  }
}

export const nameOf = ({ entry }: Step): string | null => (entry.isNamed ? entry.correlation : null)

/** Whether the one who got the answer to a failure can have sent this: after it, and on the same lane or when the wait was over. */
export function mayRetry(failed: Step, step: Step): boolean {
  const { lane, connection, hungUpAt } = failed.entry
  // A client that hangs up comes back over a new connection, of which the mock may hear first.
  if (hungUpAt !== null && step.entry.connection > connection && connection !== 0)
    return step.entry.at >= hungUpAt - HANG_UP_MS
  if (step.entry.at < failed.sentAt) return false
  if (step.entry.lane === lane || (connection !== 0 && step.entry.connection === connection))
    return true
  return !isEarly(failed, step) && waited(failed, step) >= TOLERANCE_MS
}

/** Whether a request comes before the wait is over that the failure named. */
export const isEarly = (failed: Step, step: Step): boolean =>
  waited(failed, step) < retryAfterOf(failed) * 1000 - TOLERANCE_MS

const HANG_UP_MS = 250
const TOLERANCE_MS = 10
