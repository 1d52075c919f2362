// Later requests: evidence that only hindsight has of whose a request is.

import type { Work } from '../clock/turns.ts'
import { findLines } from './lines.ts'
import { FIRST, type Step } from './step.ts'
import { retryAfterOf, waited } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** How many requests on. */
const NEAR = 64
/** A client that waits for each answer takes turns between two connections, at most a few. */
const TURNS = 4

export type Ahead =
  ReturnType<typeof createAhead> extends Generator<unknown, infer Result> ? Result : never

/** The steps of one user, the oldest first. */
export function* createAhead(steps: readonly Step[]) {
  const lines = yield* findLines(steps)
  const paired = new Set([...lines].flat())
  const lineOf = ({ entry: { connection } }: Step): number => lines.get(connection) ?? connection
  /** By the id of a request: the next one over the same line. */
  const following = new Map<number, Step>()
  const indexes = new Map<number, number>()
  const latest = new Map<number, Step>()
  /** The tokens of clients at once. */
  const parallel = new Set<number | null>()
  for (const [index, step] of steps.entries()) {
    if (step.entry.lane > 0) parallel.add(step.entry.token)
    const line = lineOf(step)
    indexes.set(step.entry.id, index)
    if (line === 0) continue
    const before = latest.get(line)
    if (before) following.set(before.entry.id, step)
    latest.set(line, step)
    yield
  }
  /** How often each page was served. */
  const counts = new Map<string, number>()
  /** By the id of a request: how much more often its page was served than the one before it, until then. */
  const surpluses = new Map<number, number>()
  for (const step of steps) {
    if (step.answered !== 'served' || step.page === null) continue
    counts.set(keyOf(step, step.position), countOf(step, step.position) + 1)
    surpluses.set(step.entry.id, countOf(step, step.position) - countOf(step, positionBefore(step)))
    yield
  }
  yield* raiseToLater(steps, surpluses)

  function countOf(step: Step, position: string): number {
    return counts.get(keyOf(step, position)) ?? 0
  }

  /** Whether fewer clients came to a page with the options of a walk than had come to the page before it. */
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

  /** How often a list is served later at this position with the options of a walk. */
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
    /** The connection of a request, or the one that its client takes turns with. */
    lineOf,

    /** Whether its client takes turns between two connections, which are then its own. */
    isPaired: ({ entry: { connection } }: Step): boolean => paired.has(connection),

    /** Whether the client of a walk takes turns between two connections, and this request came over another one. */
    isBound(builder: WalkBuilder, step: Step): boolean {
      const last = builder.lastStep()
      return last !== undefined && paired.has(last.entry.connection) && last.line !== lineOf(step)
    },

    /** Whether no two requests with this token were under way at once. */
    isSerial: ({ entry }: Step): boolean => !parallel.has(entry.token),

    /** Whether a connection of a walk brings the same request next: then this one is another client's. */
    isAboutTo: (builder: WalkBuilder, step: Step): boolean =>
      step.answered !== 'failed' &&
      nextOn(builder).some((next) => next !== step && isSameRequest(next, step)),

    /**
     * When a connection of a walk goes on from this request, or makes it again as told, as the id of that request: without this one it
     * has a gap.
     */
    deadlineOf(builder: WalkBuilder, step: Step): number | undefined {
      const nexts = nextOn(builder).filter(
        (next) => next.entry.id > step.entry.id && isAfter(step, next),
      )
      return nexts.length === 0 ? undefined : Math.min(...nexts.map(({ entry }) => entry.id))
    },

    /** Whether a connection of a walk is used again. */
    isKept: (builder: WalkBuilder, step: Step): boolean =>
      nextOn(builder).some((next) => next !== step),

    /** Whether a page is requested more often than the one before it, now or later: then some client came to it from another list. */
    isSurplus: ({ entry }: Step): boolean => (surpluses.get(entry.id) ?? 0) > 0,

    /** Whether a page is requested more often than the first one, now and later: then some client begins with it. */
    isNeverBegun: (step: Step): boolean => countOf(step, step.position) > countOf(step, FIRST),

    /** Whether a page is requested more often than clients began and came to it: then some client repeats it. */
    isRepeated: (step: Step): boolean =>
      countOf(step, step.position) >
      Math.max(countOf(step, positionBefore(step)), countOf(step, FIRST)),

    /** Whether all walks like this one go on with their own options later, so that a request with others is none of theirs. */
    goesOnItself(builder: WalkBuilder, step: Step, builders: readonly WalkBuilder[]): boolean {
      if (isLeftBefore(builder, step)) return false
      const peers = builders.filter(
        (other) => other.optionsKey() === builder.optionsKey() && other.goesOnTo(step.position),
      )
      return countLater(builder, step) >= peers.length
    },

    countLater,

    /** Whether the request that failed is made again as it was told, so that an earlier one may be another client's. */
    isMadeAsTold: (failed: Step, early: Step): boolean =>
      laterThan(early).some((later) => isSameRequest(later, failed) && isAsTold(failed, later)),
  }
}

/** A surplus that comes to light later counts for the requests before it as well. */
function* raiseToLater(steps: readonly Step[], surpluses: Map<number, number>): Work<void> {
  const later = new Map<string, number>()
  for (const step of steps.toReversed()) {
    const surplus = surpluses.get(step.entry.id)
    if (surplus === undefined) continue
    const key = keyOf(step, step.position)
    const raised = Math.max(surplus, later.get(key) ?? surplus)
    later.set(key, raised)
    surpluses.set(step.entry.id, raised)
    yield
  }
}

const keyOf = ({ entry, optionsKey }: Step, position: string): string =>
  `${entry.token} ${position} ${optionsKey}`

const positionBefore = ({ page }: Step): string =>
  page === null || page < 3 ? FIRST : String(page - 1)

const isAsTold = (failed: Step, later: Step): boolean =>
  waited(failed, later) >= retryAfterOf(failed) * 1000 - TOLERANCE_MS

/** Whether a request is what one client makes next: the page that was offered, or the same again when the wait is over. */
function isAfter(step: Step, next: Step): boolean {
  if (step.answered === 'failed') return isSameRequest(step, next) && isAsTold(step, next)
  const { list, optionsKey } = step
  return (
    next.optionsKey === optionsKey &&
    next.position !== FIRST &&
    (next.position === list?.next || next.position === list?.cursors?.next)
  )
}

/** Timers are not exact. */
const TOLERANCE_MS = 50

const isSameRequest = (one: Step, other: Step): boolean =>
  one.entry.token === other.entry.token &&
  one.position === other.position &&
  one.optionsKey === other.optionsKey
