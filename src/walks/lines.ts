// Lines: single connections, or pairs of connections, that certainly belong to one client.
// A client that waits for each answer may take turns between two connections.

import type { Work } from '../clock/turns.ts'
import { FIRST } from './list-target.ts'
import { offers, type Step } from './step.ts'

/** The most requests between the openings of two connections that form a pair. */
const NEAR = 32
/** The least number of requests over a pair. Fewer may take turns by chance. */
const MIN_USES = 4

/**
 * Finds pairs of connections between which a client takes turns.
 * The keys of the map are the later opened connections, its values the earlier ones.
 * Connections with several possible partners are left out.
 */
export function* findLines(steps: readonly Step[]): Work<ReadonlyMap<number, number>> {
  const uses = usesOf(steps)
  const candidates = new Map<number, number[]>()
  for (const [connection, own] of uses) {
    const [first] = own
    if (!first) continue
    const others = openedBefore(first.index, steps, uses).filter((other) => {
      const before = uses.get(other) ?? []
      return isSecond(own, before) && takeTurns(before, own)
    })
    if (others.length > 0) candidates.set(connection, longest(others, uses))
    yield
  }
  return chooseOnly(candidates)
}

/** The connections with the most requests, because long turns are seldom chance. */
function longest(connections: readonly number[], uses: Uses): number[] {
  const countOf = (connection: number): number => uses.get(connection)?.length ?? 0
  const most = Math.max(...connections.map(countOf))
  return connections.filter((connection) => countOf(connection) === most)
}

type Use = { readonly step: Step; readonly index: number }
type Uses = ReadonlyMap<number, readonly Use[]>

function usesOf(steps: readonly Step[]): Uses {
  const uses = new Map<number, Use[]>()
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]
    const connection = step?.entry.connection ?? 0
    if (!step || connection === 0) continue
    const own = uses.get(connection)
    if (own) own.push({ step, index })
    else uses.set(connection, [{ step, index }])
  }
  return uses
}

const NONE: readonly Use[] = []

/** The connections opened shortly before the request at `index`, and used again only after it. */
function openedBefore(index: number, steps: readonly Step[], uses: Uses): number[] {
  const opened: number[] = []
  for (let at = Math.max(0, index - NEAR); at < index; at++) {
    const connection = steps[at]?.entry.connection ?? 0
    const [first, second] = uses.get(connection) ?? NONE
    if (first && second && first.index < index && second.index > index) opened.push(connection)
  }
  return opened
}

/**
 * Whether a client may have opened `own` as its second connection, after `before`.
 * A connection that begins with the first page is mostly a new client's. There are two exceptions.
 * `own` has several requests, and `before` only requests for the first page. Or `before` began with
 * another list, and pages follow each other across the two connections.
 */
const isSecond = (own: readonly Use[], before: readonly Use[]): boolean =>
  own[0]?.step.position !== FIRST ||
  (own.length >= MIN_USES && before.every(({ step }) => step.position === FIRST)) ||
  (before[0]?.step.optionsKey !== own[0].step.optionsKey &&
    countCrossings(before, own) >= MIN_CROSSINGS)

const MIN_CROSSINGS = 2

/** The number of pages that follow a page of the other connection, but not one of their own. */
function countCrossings(first: readonly Use[], second: readonly Use[]): number {
  const crossings = (uses: readonly Use[], others: readonly Use[], shift: 0 | 1): number =>
    uses.filter(({ step }, turn) => {
      const other = others[turn - shift]?.step
      const own = uses[turn - 1]?.step
      return other && own && isNext(other, step) && !isNext(own, step)
    }).length
  return crossings(first, second, 1) + crossings(second, first, 0)
}

/** Whether requests alternate between two connections, each after the answer to the one before. */
function takeTurns(first: readonly Use[], second: readonly Use[]): boolean {
  const count = first.length + second.length
  if (count < MIN_USES || first.length < second.length || first.length > second.length + 1)
    return false
  let before: Use | undefined
  for (let turn = 0; turn < count; turn++) {
    const use = (turn % 2 === 0 ? first : second)[Math.floor(turn / 2)]
    if (!use || (before && !isAnswered(before, use))) return false
    before = use
  }
  return !goesOnAlone(first, second)
}

const isAnswered = (before: Use, { index, step }: Use): boolean =>
  before.index < index &&
  isSameToken(before.step.entry.token, step.entry.token) &&
  before.step.sentAt <= step.entry.at

/** Whether tokens are equal. Null matches any token, because a client may lose its token. */
const isSameToken = (one: number | null, other: number | null): boolean =>
  one === other || one === null || other === null

/** Whether pages over the first connection follow each other: the second is another client's. */
function goesOnAlone(first: readonly Use[], second: readonly Use[]): boolean {
  let alone = 0
  let together = 0
  for (const [turn, { step }] of first.entries()) {
    const own = first[turn - 1]?.step
    const other = second[turn - 1]?.step
    if (own && other && isNext(own, step) && !isNext(other, step)) alone++
    if (other && isNext(other, step)) together++
  }
  return alone > together + 1
}

const isNext = (step: Step, next: Step): boolean =>
  next.optionsKey === step.optionsKey && offers(step, next.position)

/** Pairs connections that fit only each other. */
function chooseOnly(candidates: ReadonlyMap<number, readonly number[]>): Map<number, number> {
  const lines = new Map<number, number>()
  const taken = new Set<number>()
  for (let isNew = true; isNew;) {
    isNew = false
    for (const [connection, others] of candidates) {
      const left = others.filter((other) => !taken.has(other))
      const [only] = left
      if (lines.has(connection) || only === undefined || left.length > 1) continue
      lines.set(connection, only)
      taken.add(only).add(connection)
      isNew = true
    }
  }
  return lines
}
