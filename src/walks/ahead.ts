// Looks ahead: later requests help to decide which walk a request belongs to.

import { countWhile } from '../bisect.ts'
import { findLines } from './lines.ts'
import { FIRST } from './list-target.ts'
import { countServings, positionBefore } from './servings.ts'
import type { Step } from './step.ts'
import { isAsTold } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** The number of later requests that are searched. */
const NEAR = 64
/** Other work may have a turn after so many steps, which take some microseconds. */
const TOGETHER = 64

export type Ahead =
  ReturnType<typeof createAhead> extends Generator<unknown, infer Result> ? Result : never

/** `steps` are those of one user, the oldest first. */
export function* createAhead(steps: readonly Step[]) {
  const lines = yield* findLines(steps)
  const paired = new Set([...lines].flat())
  const lineOf = ({ entry: { connection } }: Step): number => lines.get(connection) ?? connection
  /** By the index of a request: the index of the next request over the same line, or 0. */
  const following = new Uint32Array(steps.length)
  const latest = new Map<number, number>()
  for (let index = 0; index < steps.length; index++) {
    if (index % TOGETHER === 0) yield
    const step = steps[index]
    const line = step ? lineOf(step) : 0
    if (line === 0) continue
    const before = latest.get(line)
    if (before !== undefined) following[before] = index
    latest.set(line, index)
  }
  const { countOf, surplusAt } = yield* countServings(steps)

  /** The index of a request, found by its id; -1 if it is none of the steps. */
  function indexOf({ entry: { id } }: Step): number {
    const at = countWhile(steps.length, (index) => (steps[index]?.entry.id ?? 0) < id)
    return steps[at]?.entry.id === id ? at : -1
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

  /** The number of later requests near a step that are as described. */
  function countNear(step: Step, isMeant: (later: Step) => boolean): number {
    const start = indexOf(step) + 1
    const end = start === 0 ? 0 : Math.min(steps.length, start + NEAR)
    let count = 0
    for (let index = start; index < end; index++) {
      const later = steps[index]
      if (later && isMeant(later)) count++
    }
    return count
  }

  /** The number of lists served later at a position for the token and options of a walk. */
  const countLater = (
    builder: WalkBuilder | undefined,
    step: Step,
    position = step.position,
  ): number =>
    builder === undefined
      ? 0
      : countNear(
          step,
          (later) =>
            isOfList(later, builder) && later.position === position && later.answered === 'served',
        )

  return {
    lineOf,

    nextOf(step: Step): Step | undefined {
      const next = following[indexOf(step)] ?? 0
      return next === 0 ? undefined : steps[next]
    },

    /** Whether a request's client takes turns between two connections, which only it uses. */
    isPaired: ({ entry: { connection } }: Step): boolean => paired.has(connection),

    /** Whether a walk's client takes turns between two connections, not including the request's. */
    isBound(builder: WalkBuilder, step: Step): boolean {
      const last = builder.lastStep()
      return last !== undefined && paired.has(last.entry.connection) && last.line !== lineOf(step)
    },

    /**
     * Whether a connection of a walk has the same request next: this one is another client's.
     * The next request may be the retry of a failed one, unless it came too early for that.
     */
    isAboutTo: (builder: WalkBuilder, step: Step): boolean =>
      builder.uses
        .nexts()
        .some(
          (next) =>
            next.entry.id > step.entry.id &&
            isSameRequest(next, step) &&
            !(step.answered === 'failed' && isAnswered(step, next) && isAsTold(step, next)),
        ),

    /**
     * The id of the next request on a walk's connections that continues or repeats this request.
     * Undefined if there is none. Else the walk would have a gap without this request.
     */
    deadlineOf(builder: WalkBuilder, step: Step): number | undefined {
      let earliest = Infinity
      for (const next of builder.uses.nexts())
        if (next.entry.id > step.entry.id && isAfter(step, next))
          earliest = Math.min(earliest, next.entry.id)
      return earliest === Infinity ? undefined : earliest
    },

    /** Whether a connection of a walk is used again by another request than this one. */
    isKept: (builder: WalkBuilder, step: Step): boolean =>
      builder.uses.nexts().some((next) => next !== step),

    /** Whether a page is served more often than the one before: a client came from another list. */
    isSurplus: (step: Step): boolean => surplusAt(indexOf(step)) > 0,

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

    /** Whether a page of a walk's list was served less often than the first page. */
    isLacking(builder: WalkBuilder, step: Step): boolean {
      const last = builder.last()
      return last !== undefined && countOf(last, step.position) < countOf(last, FIRST)
    },

    /** Whether a walk's token requests its list again soon after a request. */
    isContinued: (builder: WalkBuilder, step: Step): boolean =>
      countNear(
        step,
        (later) => isOfList(later, builder) && later.entry.at - step.entry.at < SOON_MS,
      ) > 0,

    /**
     * Whether a failed request is repeated after its Retry-After has passed.
     * The `early` request may then be another client's.
     */
    isMadeAsTold: (failed: Step, early: Step): boolean =>
      countNear(early, (later) => isSameRequest(later, failed) && isAsTold(failed, later)) > 0,
  }
}

const isOfList = ({ entry, optionsKey }: Step, builder: WalkBuilder): boolean =>
  entry.token === builder.start.entry.token && optionsKey === builder.optionsKey()

/** Milliseconds within which a client at work sends its next request, also after a short wait. */
const SOON_MS = 2000

const isAnswered = (step: Step, next: Step): boolean => step.sentAt <= next.entry.at

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

const isSameRequest = (one: Step, other: Step): boolean =>
  one.position === other.position && one.listKey === other.listKey
