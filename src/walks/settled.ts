// Settled connections: each carried whole lists or polls only, so no request of another client came
// over it.

import { countWhile } from '../bisect.ts'
import type { Work } from '../clock/turns.ts'
import { goOnFromEachOther, placeOf } from './elsewhere.ts'
import { MIN_KEPT } from './evidence.ts'
import { FIRST } from './list-target.ts'
import type { Step } from './step.ts'
import { isAsTold, waited } from './walk.ts'

/** Other work may have a turn after so many steps, which take less than a microsecond each. */
const TOGETHER = 256

type Uses = readonly Step[]

/** By connection: its requests. */
type Lines = ReadonlyMap<number, Uses>

/**
 * Finds the settled connections of one user's steps. Each was in use at the same time as every
 * connection of its token that is not settled: else it could have carried another walk of that
 * client. None is settled where another connection only echoed its requests, or goes on from an
 * answer over it.
 */
export function* findSettled(steps: readonly Step[]): Work<ReadonlySet<number>> {
  const settled = new Set<number>()
  const tokens = new Map<number, Map<number, Step[]>>()
  for (const [index, step] of steps.entries()) {
    if (index % TOGETHER === 0) yield
    const { token, connection } = step.entry
    if (token === null) continue
    const lines = tokens.get(token) ?? new Map<number, Step[]>()
    tokens.set(token, lines)
    const uses = lines.get(connection)
    if (uses) uses.push(step)
    else lines.set(connection, [step])
  }
  for (const lines of tokens.values())
    if (lines.size > 1) for (const line of yield* settledAmong(lines)) settled.add(line)
  return settled
}

function* settledAmong(lines: Lines): Work<readonly number[]> {
  const whole = new Map<number, Uses>()
  const kept: Uses[] = []
  const single: Step[] = []
  for (const [connection, uses] of lines) {
    yield
    const [step, next] = uses
    if (connection !== 0 && (areWholeLists(uses) || arePolls(uses))) whole.set(connection, uses)
    else if (connection !== 0 && step && !next) single.push(step)
    else kept.push(uses)
  }
  // Single requests over new connections are those of clients that keep none.
  const others = single.length > 0 ? [...kept, single] : kept
  let latestStart = 0
  let earliestEnd = Infinity
  for (const uses of others) {
    latestStart = Math.max(latestStart, idOf(uses[0]))
    earliestEnd = Math.min(earliestEnd, idOf(uses.at(-1)))
  }
  const beside = [...whole].filter(
    ([, uses]) => idOf(uses[0]) < earliestEnd && latestStart < idOf(uses.at(-1)),
  )
  if (beside.length === 0 || others.length === 0 || !others.every(isOfOneClient)) return []
  const settled = inOrder(beside.map(([, uses]) => uses))
  yield
  if (goOnFromEachOther(inOrder(others), settled)) return []
  yield
  const requests = Map.groupBy(settled, placeOf)
  for (const uses of others) {
    yield
    if (uses.every((step) => isEcho(step, requests.get(placeOf(step)) ?? []))) return []
  }
  return beside.map(([connection]) => connection)
}

/** Whether a client began with the first page, and went on. Else it may use a second connection. */
const isOfOneClient = (uses: Uses): boolean =>
  uses[0]?.position === FIRST && uses.some(({ position }) => position !== FIRST)

const idOf = (step: Step | undefined): number => step?.entry.id ?? NaN

/** The number of earlier requests for a page that may still be under way. */
const NEAR = 8

/** Whether one of the requests for the same page was under way at the same time. */
function isEcho(step: Step, others: readonly Step[]): boolean {
  const end = countWhile(others.length, (index) => (others[index]?.entry.at ?? 0) < step.sentAt)
  return others.slice(Math.max(0, end - NEAR), end).some((other) => step.entry.at < other.sentAt)
}

const inOrder = (lines: readonly Uses[]): Uses => lines.flat().toSorted((a, b) => idOf(a) - idOf(b))

/** Milliseconds between two looks of a client that polls. */
const POLL_MS = 900

/** Whether a client only looked at the first page, with a pause after each look. */
const arePolls = (uses: Uses): boolean =>
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
function areWholeLists(uses: Uses): boolean {
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
function isWholeList(uses: Uses): boolean {
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
const isDownwards = (served: Uses): boolean =>
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
  before === undefined || before.list?.next === position || before.list?.cursors?.next === position
