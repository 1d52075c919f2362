// Finds the users that may have sent a stray: those whose clients could go on to its page.

import { countWhile } from '../bisect.ts'
import type { Work } from '../clock/turns.ts'
import { FIRST } from '../walks/list-target.ts'
import type { Step } from '../walks/step.ts'
import { retryAfterOf } from '../walks/walk.ts'
import type { Requests } from './controls.ts'
import { everybody } from './journal-search.ts'
import { readSteps } from './steps.ts'

/** The last answer before a stray after which a user's client may have sent it. */
export type Offer = {
  readonly user: number
  readonly answer: Step
  /** When the client could go on: milliseconds since the start. */
  readonly at: number
  /** How often the page was offered to the user. */
  readonly count: number
  /** How often the page was served to the user. */
  readonly served: number
}

export type Suspects = {
  readonly stray: Step
  /** The last request with a token over the stray's connection. */
  before: Step | undefined
  /**
   * One offer for each user. If nobody was offered the page, then one for each user whose list has
   * this page, and who got it less often than the first page.
   */
  offers: Offer[]
}

/** Other work may have a turn after so many strays, which take some microseconds each. */
const TOGETHER = 32

export function* suspectsOf(controls: Requests, strays: readonly Step[]): Work<Suspects[]> {
  const all = strays.map((stray): Suspects => ({ stray, before: undefined, offers: [] }))
  if (all.length === 0) return all
  const positions = new Set(strays.map(({ position }) => position))
  const connections = new Set(strays.map(({ entry }) => entry.connection).filter(Boolean))
  const gaps = new Map<Suspects, Offer[]>()
  for (const user of everybody(controls)) {
    if (user === null) continue
    const chances = yield* readChances(controls, user, { positions, connections })
    if (chances.to.size === 0 && chances.over.size === 0) continue
    for (const [index, suspects] of all.entries()) {
      if (index % TOGETHER === 0) yield
      const { stray, before } = suspects
      const over = chances.over.get(stray.entry.connection) ?? []
      const latest = lastOf(over, ({ entry }) => entry.id < stray.entry.id)
      if (latest && latest.entry.id > (before?.entry.id ?? 0)) suspects.before = latest
      const offer = offerOf(stray, user, chances)
      if (offer) suspects.offers.push(offer)
      const gap = gapOf(stray, user, chances)
      if (gap) gaps.set(suspects, [...(gaps.get(suspects) ?? []), gap])
    }
  }
  for (const [suspects, offers] of gaps) if (suspects.offers.length === 0) suspects.offers = offers
  return all
}

/** After `answer` a client could request a page. `offered`: how often it was offered by then. */
type Chance = { readonly answer: Step; readonly at: number; offered: number }

type Chances = {
  /** By position and options: in the order in which clients could go on. */
  readonly to: ReadonlyMap<string, ReadonlyMap<string, Chance[]>>
  /** By position. */
  readonly served: ReadonlyMap<string, number>
  /** By connection: the requests, the oldest first. */
  readonly over: ReadonlyMap<number, readonly Step[]>
  /** By options. */
  readonly numbered: ReadonlyMap<string, Numbered>
}

/** The answers that told the number of pages, the oldest first, and how often each page came. */
type Numbered = { readonly answers: Step[]; readonly counts: Map<string, number> }

function* readChances(
  { journal }: Requests,
  user: number,
  of: { readonly positions: ReadonlySet<string>; readonly connections: ReadonlySet<number> },
): Work<Chances> {
  const to = new Map<string, Map<string, Chance[]>>()
  const served = new Map<string, number>()
  const over = new Map<number, Step[]>()
  const numbered = new Map<string, Numbered>()
  const add = (position: string, answer: Step, offered: number): void => {
    const lists = to.get(position) ?? new Map<string, Chance[]>()
    const chances = lists.get(answer.optionsKey) ?? []
    chances.push({ answer, at: answer.sentAt + retryAfterOf(answer) * 1000, offered })
    to.set(position, lists.set(answer.optionsKey, chances))
  }
  for (const step of yield* readSteps(journal, user)) {
    const { connection } = step.entry
    if (of.connections.has(connection)) {
      const steps = over.get(connection) ?? []
      steps.push(step)
      over.set(connection, steps)
    }
    for (const next of [step.list?.next, step.list?.cursors?.next])
      if (typeof next === 'string' && of.positions.has(next)) add(next, step, 1)
    if (step.lastPage !== null) {
      const known = numbered.get(step.optionsKey)
      const { answers, counts } = known ?? { answers: [], counts: new Map<string, number>() }
      answers.push(step)
      counts.set(step.position, (counts.get(step.position) ?? 0) + 1)
      if (!known) numbered.set(step.optionsKey, { answers, counts })
    }
    if (!of.positions.has(step.position)) continue
    if (step.answered === 'failed') add(step.position, step, 0)
    if (step.answered === 'served') served.set(step.position, (served.get(step.position) ?? 0) + 1)
  }
  for (const lists of to.values())
    for (const chances of lists.values()) {
      chances.sort((a, b) => a.at - b.at)
      let offered = 0
      for (const chance of chances) chance.offered = offered += chance.offered
      yield
    }
  return { to, served, over, numbered }
}

/** Milliseconds by which the noted end of an answer may be late. */
const CLOCK_MS = 5

function offerOf(stray: Step, user: number, { to, served }: Chances): Offer | undefined {
  let latest: Chance | undefined
  let count = 0
  for (const chances of to.get(stray.position)?.values() ?? []) {
    const chance = lastOf(
      chances,
      ({ at, answer }) => at <= stray.entry.at + CLOCK_MS && answer.entry.id < stray.entry.id,
    )
    if (chance === undefined || !isWithin(stray, chance.answer)) continue
    count += chance.offered
    if (latest === undefined || chance.at > latest.at) latest = chance
  }
  return (
    latest && {
      user,
      answer: latest.answer,
      at: latest.at,
      count: Math.max(count, 1),
      served: served.get(stray.position) ?? 0,
    }
  )
}

/**
 * The latest answer before a stray that names its page as one of the list, if the user got that page
 * less often than the first one. Clients that request several pages at once need no offer.
 */
function gapOf(stray: Step, user: number, { numbered }: Chances): Offer | undefined {
  const { page, position, optionsKey, entry } = stray
  const { answers, counts } = numbered.get(optionsKey) ?? {}
  const answer = answers && lastOf(answers, (one) => one.entry.id < entry.id)
  const isMissing = (counts?.get(position) ?? 0) < (counts?.get(FIRST) ?? 0)
  return answer && isMissing && page !== null && page <= (answer.lastPage ?? 0)
    ? { user, answer, at: answer.sentAt, count: 1, served: 0 }
    : undefined
}

/** Whether a request by page has no option that the list had not; a cursor names its list itself. */
const isWithin = ({ cursor, options }: Step, list: Step): boolean =>
  cursor !== null || [...options].every(([name, value]) => list.options.get(name) === value)

/** The last item for which `isBefore` is true. It is true for all items up to that one. */
const lastOf = <T extends object>(
  items: readonly T[],
  isBefore: (item: T) => boolean,
): T | undefined =>
  items[
    countWhile(items.length, (index) => {
      const item = items[index]
      return item !== undefined && isBefore(item)
    }) - 1
  ]
