// Settled connections: each carried whole lists only, so no request of another client came over it.

import { countWhile } from '../bisect.ts'
import type { Work } from '../clock/turns.ts'
import { MIN_KEPT } from './evidence.ts'
import { FIRST } from './list-target.ts'
import type { Step } from './step.ts'
import { isAsTold } from './walk.ts'

/** Other work may have a turn after so many steps, which take less than a microsecond each. */
const TOGETHER = 256

type Uses = readonly Step[]

/** By connection: its requests. */
type Lines = ReadonlyMap<number, Uses>

/**
 * Finds the settled connections of one user's steps. Each was in use at the same time as every
 * connection of its token that is not settled: else it could have carried another walk of that
 * client. None is settled where a connection only echoed its requests.
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
  const others: Uses[] = []
  for (const [connection, uses] of lines) {
    yield
    if (connection !== 0 && areWholeLists(uses)) whole.set(connection, uses)
    else others.push(uses)
  }
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
  const settled = beside.flatMap(([, uses]) => uses).toSorted((a, b) => idOf(a) - idOf(b))
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

const placeOf = ({ listKey, position }: Step): string => `${listKey} ${position}`

/** The number of earlier requests for a page that may still be under way. */
const NEAR = 8

/** Whether one of the requests for the same page was under way at the same time. */
function isEcho(step: Step, others: readonly Step[]): boolean {
  const end = countWhile(others.length, (index) => (others[index]?.entry.at ?? 0) < step.sentAt)
  return others.slice(Math.max(0, end - NEAR), end).some((other) => step.entry.at < other.sentAt)
}

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
    uses.some((step, index) => !isAfter(uses[index - 1], step)) ||
    new Set(served.map(({ position }) => position)).size < served.length
  )
    return false
  const isInOrder = served.every((step, index) => isOffered(step, served[index - 1]))
  return isInOrder ? last?.list?.next === null : served.length === last?.lastPage
}

/** Whether a client that had the answer to `before` may have sent a step next. */
const isAfter = (before: Step | undefined, step: Step): boolean =>
  before === undefined ||
  (step.answered !== 'refused' &&
    step.optionsKey === before.optionsKey &&
    step.entry.at >= before.sentAt &&
    (before.answered === 'served' || (step.position === before.position && isAsTold(before, step))))

const isOffered = ({ position }: Step, before: Step | undefined): boolean =>
  before === undefined || before.list?.next === position || before.list?.cursors?.next === position
