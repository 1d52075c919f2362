// Looks ahead: later requests help to decide which walk a request belongs to.

import type { Work } from '../clock/turns.ts'
import { findLines } from './lines.ts'
import { FIRST } from './list-target.ts'
import type { Step } from './step.ts'
import { retryAfterOf, waited } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** The number of later requests that are searched. */
const NEAR = 64
/** The number of a walk's latest connections that are searched. Clients use few in turns. */
const TURNS = 4
/** Other work may have a turn after so many steps, which take some microseconds. */
const TOGETHER = 64

export type Ahead =
  ReturnType<typeof createAhead> extends Generator<unknown, infer Result> ? Result : never

/** `steps` are those of one user, the oldest first. */
export function* createAhead(steps: readonly Step[]) {
  const lines = yield* findLines(steps)
  const paired = new Set([...lines].flat())
  const lineOf = ({ entry: { connection } }: Step): number => lines.get(connection) ?? connection
  /** By the id of a request: the next request over the same line. */
  const following = new Map<number, Step>()
  const indexes = new Map<number, number>()
  const latest = new Map<number, Step>()
  for (const [index, step] of steps.entries()) {
    if (index % TOGETHER === 0) yield
    const line = lineOf(step)
    indexes.set(step.entry.id, index)
    if (line === 0) continue
    const before = latest.get(line)
    if (before) following.set(before.entry.id, step)
    latest.set(line, step)
  }
  /** By list and position: how often a page was served. */
  const counts = new Map<string, Map<string, number>>()
  /**
   * A number for each request, by its id: how often its page had been served by then, minus how
   * often the page before it had been.
   */
  const surpluses = new Map<number, number>()
  for (const [index, step] of steps.entries()) {
    if (index % TOGETHER === 0) yield
    if (step.page === null || step.answered === 'refused') continue
    if (step.answered === 'failed') {
      // It counts as much as the answer to its retry.
      surpluses.set(step.entry.id, -Infinity)
      continue
    }
    const ofList = counts.get(step.listKey) ?? new Map<string, number>()
    counts.set(step.listKey, ofList.set(step.position, countOf(step, step.position) + 1))
    surpluses.set(step.entry.id, countOf(step, step.position) - countOf(step, positionBefore(step)))
  }
  yield* raiseToLater(steps, surpluses)

  function countOf(step: Step, position: string): number {
    return counts.get(step.listKey)?.get(position) ?? 0
  }

  /** Whether a page was served less often than the walk's last page and the first page. */
  function isLeftBefore(builder: WalkBuilder, step: Step): boolean {
    const last = builder.last()
    return (
      last !== undefined &&
      countOf(last, step.position) < countOf(last, last.position) &&
      countOf(last, step.position) < countOf(last, FIRST)
    )
  }

  /** The next requests over the connections that a walk used last. */
  function nextOn({ uses }: WalkBuilder): Step[] {
    const lasts = [...uses.values()].slice(-TURNS)
    return lasts.flatMap(({ entry }) => following.get(entry.id) ?? [])
  }

  function laterThan({ entry }: Step): readonly Step[] {
    const index = (indexes.get(entry.id) ?? steps.length) + 1
    return steps.slice(index, index + NEAR)
  }

  /** The number of lists served later at this position for the token and options of a walk. */
  function countLater(builder: WalkBuilder | undefined, step: Step): number {
    if (builder === undefined) return 0
    return laterThan(step).filter(
      (later) =>
        later.entry.token === builder.start.entry.token &&
        later.position === step.position &&
        later.optionsKey === builder.optionsKey() &&
        later.answered === 'served',
    ).length
  }

  return {
    /** The line of a request: its connection, or the connection's partner in a pair. */
    lineOf,

    /** Whether a request's client takes turns between two connections, which only it uses. */
    isPaired: ({ entry: { connection } }: Step): boolean => paired.has(connection),

    /** Whether a walk's client takes turns between two connections, not including the request's. */
    isBound(builder: WalkBuilder, step: Step): boolean {
      const last = builder.lastStep()
      return last !== undefined && paired.has(last.entry.connection) && last.line !== lineOf(step)
    },

    /** Whether a connection of a walk has the same request next: this one is another client's. */
    isAboutTo: (builder: WalkBuilder, step: Step): boolean =>
      step.answered !== 'failed' &&
      nextOn(builder).some((next) => next !== step && isSameRequest(next, step)),

    /**
     * The id of the next request on a walk's connections that continues or repeats this request.
     * Undefined if there is none. Else the walk would have a gap without this request.
     */
    deadlineOf(builder: WalkBuilder, step: Step): number | undefined {
      const nexts = nextOn(builder).filter(
        (next) => next.entry.id > step.entry.id && isAfter(step, next),
      )
      return nexts.length === 0 ? undefined : Math.min(...nexts.map(({ entry }) => entry.id))
    },

    /** Whether a connection of a walk is used again by another request than this one. */
    isKept: (builder: WalkBuilder, step: Step): boolean =>
      nextOn(builder).some((next) => next !== step),

    /** Whether a page is served more often than the one before: a client came from another list. */
    isSurplus: ({ entry }: Step): boolean => (surpluses.get(entry.id) ?? 0) > 0,

    /** Whether a page is served more often than the first page: some client begins with it. */
    isNeverBegun: (step: Step): boolean => countOf(step, step.position) > countOf(step, FIRST),

    /** Whether a page is served more often than the first and the previous: a client repeats it. */
    isRepeated: (step: Step): boolean =>
      countOf(step, step.position) >
      Math.max(countOf(step, positionBefore(step)), countOf(step, FIRST)),

    /**
     * Whether all walks like this one later request the position with their own options.
     * A request with other options then belongs to another walk.
     */
    goesOnItself(builder: WalkBuilder, step: Step, builders: readonly WalkBuilder[]): boolean {
      if (isLeftBefore(builder, step)) return false
      const peers = builders.filter(
        (other) => other.optionsKey() === builder.optionsKey() && other.goesOnTo(step.position),
      )
      return countLater(builder, step) >= peers.length
    },

    countLater,

    /**
     * Whether a failed request is repeated after its Retry-After has passed.
     * The `early` request may then be another client's.
     */
    isMadeAsTold: (failed: Step, early: Step): boolean =>
      laterThan(early).some((later) => isSameRequest(later, failed) && isAsTold(failed, later)),
  }
}

/** Raises each surplus to the highest later one of the same page. */
function* raiseToLater(steps: readonly Step[], surpluses: Map<number, number>): Work<void> {
  const later = new Map<string, Map<string, number>>()
  for (const [index, { entry, listKey, position }] of steps.toReversed().entries()) {
    if (index % TOGETHER === 0) yield
    const surplus = surpluses.get(entry.id)
    if (surplus === undefined) continue
    const ofList = later.get(listKey) ?? new Map<string, number>()
    const raised = Math.max(surplus, ofList.get(position) ?? surplus)
    later.set(listKey, ofList.set(position, raised))
    surpluses.set(entry.id, raised)
  }
}

const positionBefore = ({ page }: Step): string =>
  page === null || page < 3 ? FIRST : String(page - 1)

const isAsTold = (failed: Step, later: Step): boolean =>
  waited(failed, later) >= retryAfterOf(failed) * 1000 - TOLERANCE_MS

/** Whether `next` requests the page that `step` was offered, or repeats a failed `step` in time. */
function isAfter(step: Step, next: Step): boolean {
  if (step.answered === 'failed') return isSameRequest(step, next) && isAsTold(step, next)
  const { list, optionsKey } = step
  return (
    next.optionsKey === optionsKey &&
    next.position !== FIRST &&
    (next.position === list?.next || next.position === list?.cursors?.next)
  )
}

/** Milliseconds by which a retry may be early, because timers are not exact. */
const TOLERANCE_MS = 50

const isSameRequest = (one: Step, other: Step): boolean =>
  one.position === other.position && one.listKey === other.listKey
