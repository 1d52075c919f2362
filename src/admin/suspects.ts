// Finds, for each stray, what the users' clients were offered and had requested before it.

import type { Work } from '../clock/turns.ts'
import type { Step } from '../walks/step.ts'
import { retryAfterOf } from '../walks/walk.ts'
import type { Requests } from './controls.ts'
import { everybody } from './journal-search.ts'
import { readSteps } from './steps.ts'

/** The last answer before a stray after which a user's client may have sent it. */
export type Offer = {
  readonly answer: Step
  /** When the client could go on, in milliseconds since the start. */
  readonly at: number
  /** How often the user was offered the page. */
  readonly count: number
}

/** The users that may have sent a stray. */
export type Suspects = {
  readonly stray: Step
  /** The last request with a token over the stray's connection. */
  before: Step | undefined
  readonly offers: Map<number, Offer>
  /** By user: how often the page was served. */
  readonly served: Map<number, number>
}

/** An answer to a user that offered a page, or that refused it. */
type Answer = Omit<Offer, 'count'> & { readonly isOffer: boolean }

/** Reads the requests of each user once, whatever the number of strays. */
export function* findSuspects(
  controls: Requests,
  strays: readonly Step[],
): Work<readonly Suspects[]> {
  const all = strays.map((stray): Suspects => {
    return { stray, before: undefined, offers: new Map(), served: new Map() }
  })
  if (all.length === 0) return all
  const byConnection = Map.groupBy(all, ({ stray }) => stray.entry.connection)
  const byPosition = Map.groupBy(all, ({ stray }) => stray.position)
  byConnection.delete(0)
  for (const user of everybody(controls)) {
    if (user === null) continue
    const uses = new Map<number, Step[]>()
    const answers = new Map<string, Answer[]>()
    const served = new Map<string, number>()
    for (const step of yield* readSteps(controls.journal, user)) {
      const { list, position, answered, entry, sentAt } = step
      if (byConnection.has(entry.connection)) addTo(uses, entry.connection, step)
      const at = sentAt + retryAfterOf(step) * 1000
      for (const next of [list?.next, list?.cursors?.next])
        if (typeof next === 'string' && byPosition.has(next))
          addTo(answers, next, { answer: step, at, isOffer: true })
      if (answered === 'served' && byPosition.has(position))
        served.set(position, (served.get(position) ?? 0) + 1)
      else if (answered === 'failed' && byPosition.has(position))
        addTo(answers, position, { answer: step, at, isOffer: false })
      yield
    }
    for (const [connection, own] of uses) yield* noteUses(own, byConnection.get(connection) ?? [])
    for (const [position, own] of answers)
      for (const alike of Map.groupBy(byPosition.get(position) ?? [], optionsOf).values())
        yield* noteOffers(user, own, alike)
    for (const [position, count] of served)
      for (const suspects of byPosition.get(position) ?? []) suspects.served.set(user, count)
    yield
  }
  return all
}

const optionsOf = ({ stray }: Suspects): string => stray.optionsKey

export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Notes the last of a user's requests over a connection before each stray. */
function* noteUses(uses: readonly Step[], all: readonly Suspects[]): Work<void> {
  let next = 0
  for (const suspects of all) {
    const { id } = suspects.stray.entry
    while (next < uses.length && (uses[next]?.entry.id ?? id) < id) next++
    const last = uses[next - 1]
    if (last && last.entry.id > (suspects.before?.entry.id ?? 0)) suspects.before = last
    yield
  }
}

/**
 * Notes what a user was offered before each stray. The strays have the same page and options. A
 * page that was refused may be requested again after the wait, and counts as offered once.
 */
function* noteOffers(
  user: number,
  answers: readonly Answer[],
  alike: readonly Suspects[],
): Work<void> {
  const inOrder = answers.toSorted((a, b) => followableAt(a) - followableAt(b))
  let next = 0
  let last: Offer | undefined
  for (const { stray, offers } of alike) {
    for (
      let each = inOrder[next];
      each && followableAt(each) <= stray.entry.at;
      each = inOrder[++next]
    ) {
      const { answer, at, isOffer } = each
      if (!isWithin(stray, answer)) continue
      last = { answer, at, count: isOffer ? (last?.count ?? 0) + 1 : (last?.count ?? 1) }
    }
    if (last) offers.set(user, last)
    yield
  }
}

/** The earliest time of a request that follows the answer, which begins after the answered one. */
const followableAt = ({ answer, at }: Answer): number => Math.max(at - CLOCK_MS, answer.entry.at)

/** Milliseconds by which the noted end of an answer may be late. */
const CLOCK_MS = 5

/** Whether a request by page has no option that the list had not; a cursor names its list itself. */
const isWithin = ({ cursor, options }: Step, list: Step): boolean =>
  cursor !== null || [...options].every(([name, value]) => list.options.get(name) === value)
