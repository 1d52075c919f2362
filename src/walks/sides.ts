// Sides: connections, and the signs that one client used those of two sides at the same time.

import { inOrder } from '../clock/in-order.ts'
import type { Work } from '../clock/turns.ts'
import { areAtOnce } from './at-once.ts'
import { type Doubt, findDoubts } from './doubts.ts'
import { areEchoesOf, goOnFromEachOther, type Traffic, trafficOf } from './elsewhere.ts'
import { FIRST } from './list-target.ts'
import type { Uses } from './settled.ts'
import { idOf, offers, type Step } from './step.ts'

export type Side = Traffic & {
  readonly connections: readonly number[]
  /** By list: the requests. */
  readonly lists: ReadonlyMap<string, readonly Step[]>
  readonly doubts: readonly Doubt[]
}

export function* sideOf(connections: readonly number[], uses: Uses): Work<Side> {
  const all = connections.flatMap((connection) => uses.get(connection) ?? [])
  const steps = connections.length === 1 ? all : yield* inOrder(all, (a, b) => idOf(a) - idOf(b))
  const doubts = yield* findDoubts(steps)
  const traffic = yield* trafficOf(steps)
  const lists = Map.groupBy(steps, ({ listKey }) => listKey)
  yield
  return { connections, ...traffic, lists, doubts }
}

/** Whether one client may have used both sides at the same time. */
export function* mayHaveOneClient(one: Side, other: Side): Work<boolean> {
  if (!areAtOnce(one.steps, other.steps)) return true
  yield
  for (const [side, beside] of [
    [one, other],
    [other, one],
  ] as const) {
    if (areInStep(side) || isBegunAgain(side, beside) || areEchoesOf(side, beside)) return true
    yield
    for (const doubt of side.doubts) {
      if (mayBeFrom(beside, doubt)) return true
      yield
    }
  }
  return areTabs(one, other) || goOnFromEachOther(one, other)
}

/** Whether each page came twice in a row, as if two clients were in step over one connection. */
const areInStep = ({ steps, doubts }: Side): boolean =>
  doubts.some(({ kind }) => kind === 'again') &&
  steps.some(
    (step, index) =>
      step.position === FIRST &&
      isServedAt(FIRST, steps[index + 1]) &&
      step.listKey === steps[index + 1]?.listKey,
  )

/** Whether two lists were read, and both left: a person may have looked into both. */
const areTabs = (one: Side, other: Side): boolean =>
  isLeftOpen(one) &&
  isLeftOpen(other) &&
  ![...one.lists.keys()].some((list) => other.lists.has(list))

const isLeftOpen = ({ steps }: Side): boolean => steps.length > 1 && offersMore(steps.at(-1))

const offersMore = (step: Step | undefined): boolean => (step?.list?.next ?? null) !== null

/** Whether a list was left over one side, and begun over the other after a list of its own. */
function isBegunAgain({ steps }: Side, other: Side): boolean {
  const last = steps.at(-1)
  if (!last || !offersMore(last) || last.listKey === other.steps[0]?.listKey) return false
  const later = other.lists.get(last.listKey) ?? []
  return later.some(({ position, entry }) => position === FIRST && entry.at >= last.sentAt)
}

/** Whether a client that uses a side may have made a request over another one. */
function mayBeFrom({ lists, doubts }: Side, { kind, step, before }: Doubt): boolean {
  if (kind === 'begun') return true
  const own = lists.get(step.listKey) ?? []
  const start = own.findIndex((one) => idOf(one) > idOf(step))
  const earlier = start < 0 ? own : own.slice(0, start)
  if (earlier.length === 0) return false
  const isDoubtful = doubts.some((doubt) => doubt.step.listKey === step.listKey)
  const isLeft = earlier.some(
    (one, index) => leadsTo(one, step) && !isServedAt(step.position, own[index + 1]),
  )
  if (isDoubtful || isLeft || kind === 'again') return isDoubtful || isLeft
  return (
    !own.slice(1).some((one) => isServedAt(step.position, one)) ||
    earlier.some((one) => before && idOf(one) > idOf(before) && isBetween(one, before, step))
  )
}

const isServedAt = (position: string, step: Step | undefined): boolean =>
  step?.position === position && step.answered === 'served'

/** Whether a client goes on from one request to another, if nothing else comes. */
const leadsTo = (one: Step, { position, page }: Step): boolean =>
  offers(one, position) || (page !== null && one.page === page - 1)

/** Whether a page lies between those of two requests. */
function isBetween({ page }: Step, before: Step, after: Step): boolean {
  const [from, to] = [before.page ?? 1, after.page ?? 1]
  return page !== null && page > Math.min(from, to) && page < Math.max(from, to)
}
