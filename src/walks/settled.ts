// Settled connections: each carried whole lists or polls only, so no request of another client came
// over it.

import type { Work } from '../clock/turns.ts'
import { areAtOnce, haveTwins } from './at-once.ts'
import { areEchoesOf, goOnFromEachOther, trafficOf } from './elsewhere.ts'
import { MIN_KEPT } from './evidence.ts'
import { FIRST } from './list-target.ts'
import { idOf, offers, type Step } from './step.ts'
import { isAsTold, waited } from './walk.ts'

type Steps = readonly Step[]

/** By connection: its requests, the oldest first. */
export type Uses = ReadonlyMap<number, readonly Step[]>

/**
 * Finds the settled connections of one token. Each was in use at the same time as every connection
 * that is not settled: else it could have carried another walk of that client. None is settled where
 * another connection only echoed its requests, goes on from an answer over it, or has a twin.
 */
export function* findSettled(uses: Uses): Work<ReadonlySet<number>> {
  const whole = new Map<number, Steps>()
  const kept: Steps[] = []
  const single: Step[] = []
  for (const [connection, steps] of uses) {
    yield
    const [step, next] = steps
    if (connection !== 0 && (areWholeLists(steps) || arePolls(steps))) whole.set(connection, steps)
    else if (connection !== 0 && step && !next) single.push(step)
    else kept.push(steps)
  }
  // Single requests over new connections are those of clients that keep none.
  const others = single.length > 0 ? [...kept, single] : kept
  let latestStart = 0
  let earliestEnd = Infinity
  for (const steps of others) {
    latestStart = Math.max(latestStart, startOf(steps))
    earliestEnd = Math.min(earliestEnd, endOf(steps))
  }
  const wholeBeside = [...whole].filter(
    ([, steps]) => startOf(steps) < earliestEnd && latestStart < endOf(steps),
  )
  if (wholeBeside.length === 0 || others.length === 0 || !others.every(isOfOneClient)) return NONE
  const settled = yield* trafficOf(inOrder(wholeBeside.map(([, steps]) => steps)))
  const beside = yield* trafficOf(inOrder(others))
  if (goOnFromEachOther(beside, settled)) return NONE
  if (haveTwins(beside.steps, settled.steps) && !areAtOnce(beside.steps, settled.steps)) return NONE
  for (const steps of others) {
    yield
    if (areEchoesOf({ steps }, settled)) return NONE
  }
  return new Set(wholeBeside.map(([connection]) => connection))
}

const NONE: ReadonlySet<number> = new Set()

/** Whether a client began with the first page, and went on. Else it may use a second connection. */
const isOfOneClient = (uses: Steps): boolean =>
  uses[0]?.position === FIRST && uses.some(({ position }) => position !== FIRST)

const startOf = ([first]: Steps): number => first?.entry.id ?? NaN

const endOf = (steps: Steps): number => steps.at(-1)?.entry.id ?? NaN

const inOrder = (lines: readonly Steps[]): Steps =>
  lines.flat().toSorted((a, b) => idOf(a) - idOf(b))

/** Milliseconds between two looks of a client that polls. */
const POLL_MS = 900

/** Whether a client only looked at the first page, with a pause after each look. */
const arePolls = (uses: Steps): boolean =>
  uses.length >= MIN_KEPT &&
  uses.every((step, index) => {
    const before = uses[index - 1]
    return (
      step.position === FIRST &&
      step.answered === 'served' &&
      (before === undefined || waited(before, step) >= POLL_MS)
    )
  })

/** Whether a client read one list after the other, each from the first page to the last. */
function areWholeLists(uses: Steps): boolean {
  if (uses.length < MIN_KEPT) return false
  let start = 0
  for (let index = 1; index <= uses.length; index++) {
    const step = uses[index]
    const isNew = step?.position === FIRST && uses[index - 1]?.answered === 'served'
    if (step && !isNew) continue
    if (!isWholeList(uses.slice(start, index))) return false
    start = index
  }
  return true
}

/** Whether each page was served once, and each failed request repeated in time. */
function isWholeList(uses: Steps): boolean {
  const served = uses.filter(({ answered }) => answered === 'served')
  const last = uses.at(-1)
  if (
    uses[0]?.position !== FIRST ||
    last !== served.at(-1) ||
    uses.some((step, index) => !isAfter(uses[index - 1], step))
  )
    return false
  const isInOrder = served.every((step, index) => isOffered(step, served[index - 1]))
  return isInOrder ? last?.list?.next === null : isDownwards(served)
}

/** Whether page 1 came first, and then each page from the last one down to page 2. */
const isDownwards = (served: Steps): boolean =>
  served.every(({ page, lastPage }, index) =>
    index === 0 ? page === 1 && lastPage === served.length : page === served.length + 1 - index,
  )

/** Whether a client that had the answer to `before` may have sent a step next. */
const isAfter = (before: Step | undefined, step: Step): boolean =>
  before === undefined ||
  (step.answered !== 'refused' &&
    step.optionsKey === before.optionsKey &&
    step.entry.at >= before.sentAt &&
    (before.answered === 'served' || (step.position === before.position && isAsTold(before, step))))

const isOffered = ({ position }: Step, before: Step | undefined): boolean =>
  before === undefined || offers(before, position)
