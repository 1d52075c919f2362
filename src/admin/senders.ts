// Finds the users whose clients sent requests for a later page without a valid token.

import type { Work } from '../clock/turns.ts'
import type { Step } from '../walks/step.ts'
import type { Requests } from './controls.ts'
import { everybody } from './journal-search.ts'
import { readSteps } from './steps.ts'

/** The users that may have sent a stray. */
type Suspects = {
  readonly stray: Step
  /** The last request with a token over the stray's connection. */
  before: Step | undefined
  /** By user: the last list before the stray that offered its page, and how often it was offered. */
  readonly offers: Map<number, { readonly latest: Step; readonly count: number }>
  /** By user: how often the page was served. */
  readonly served: Map<number, number>
}

export type Senders = {
  /** By user: the strays of its clients, the oldest first. */
  readonly byUser: ReadonlyMap<number, readonly Step[]>
  /** The ids of the strays that clients of several users may have sent. */
  readonly doubtful: ReadonlySet<number>
}

export function* sendersOf(controls: Requests, strays: readonly Step[]): Work<Senders> {
  const all = strays.map((stray): Suspects => {
    return { stray, before: undefined, offers: new Map(), served: new Map() }
  })
  if (all.length > 0) yield* suspect(controls, all)
  const { senders, assignedTo } = yield* assign(all)
  const byUser = new Map<number, Step[]>()
  const doubtful = new Set<number>()
  for (const suspects of all) {
    const { stray } = suspects
    const user = senders.get(stray)
    if (user !== undefined) addTo(byUser, user, stray)
    else if (openTo(suspects, assignedTo).length > 1) doubtful.add(stray.entry.id)
  }
  return { byUser, doubtful }
}

function* suspect(controls: Requests, all: readonly Suspects[]): Work<void> {
  const byConnection = Map.groupBy(all, ({ stray }) => stray.entry.connection)
  const byPosition = Map.groupBy(all, ({ stray }) => stray.position)
  byConnection.delete(0)
  for (const user of everybody(controls)) {
    if (user === null) continue
    const uses = new Map<number, Step[]>()
    const offers = new Map<string, Step[]>()
    const served = new Map<string, number>()
    for (const step of yield* readSteps(controls.journal, user)) {
      const { list, position, answered } = step
      const { connection } = step.entry
      if (byConnection.has(connection)) addTo(uses, connection, step)
      for (const next of [list?.next, list?.cursors?.next])
        if (typeof next === 'string' && byPosition.has(next)) addTo(offers, next, step)
      if (answered === 'served' && byPosition.has(position))
        served.set(position, (served.get(position) ?? 0) + 1)
      yield
    }
    for (const [connection, own] of uses) yield* noteUses(own, byConnection.get(connection) ?? [])
    for (const [position, own] of offers)
      for (const same of Map.groupBy(byPosition.get(position) ?? [], optionsOf).values())
        yield* noteOffers(user, own, same)
    for (const [position, count] of served)
      for (const suspects of byPosition.get(position) ?? []) suspects.served.set(user, count)
    yield
  }
}

const optionsOf = ({ stray }: Suspects): string => stray.optionsKey

function addTo<K>(lists: Map<K, Step[]>, key: K, step: Step): void {
  const list = lists.get(key)
  if (list) list.push(step)
  else lists.set(key, [step])
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
 * Notes the offers to a user that a client can have read before it sent each stray. The strays have
 * the same page and options.
 */
function* noteOffers(user: number, offers: readonly Step[], all: readonly Suspects[]): Work<void> {
  const sent = offers.toSorted((a, b) => a.sentAt - b.sentAt)
  let next = 0
  let latest: Step | undefined
  let count = 0
  for (const { stray, offers: known } of all) {
    for (
      let offer = sent[next];
      offer && offer.sentAt <= stray.entry.at + CLOCK_MS;
      offer = sent[++next]
    ) {
      if (!isWithin(stray, offer)) continue
      latest = offer
      count++
    }
    if (latest) known.set(user, { latest, count })
    yield
  }
}

/** Milliseconds by which the noted end of an answer may be late. */
const CLOCK_MS = 5

/** Whether a request by page has no option that the list had not; a cursor names its list itself. */
const isWithin = ({ cursor, options }: Step, list: Step): boolean =>
  cursor !== null || [...options].every(([name, value]) => list.options.get(name) === value)

/** The number of strays at the same position that were assigned to a user. */
type AssignedTo = (suspects: Suspects, user: number) => number

/** Each stray that is assigned leaves fewer users for the others, so all are looked at again. */
function* assign(all: readonly Suspects[]) {
  const senders = new Map<Step, number>()
  /** By position and user. */
  const counts = new Map<string, number>()
  const keyOf = ({ stray }: Suspects, user: number): string => `${user} ${stray.position}`
  const assignedTo: AssignedTo = (suspects, user) => counts.get(keyOf(suspects, user)) ?? 0
  let left = all
  for (let before = Infinity; left.length < before;) {
    before = left.length
    const still: Suspects[] = []
    for (const suspects of left) {
      yield
      const user = senderOf(suspects, assignedTo)
      if (user === undefined) still.push(suspects)
      else {
        senders.set(suspects.stray, user)
        counts.set(keyOf(suspects, user), assignedTo(suspects, user) + 1)
      }
    }
    left = still
  }
  return { senders, assignedTo }
}

type Offer = readonly [user: number, { readonly latest: Step; readonly count: number }]

/** Milliseconds between two offers of which either may be the one that a client followed. */
const NEAR_MS = 500

/** The users that were offered the page last, or at about the same time. */
function latestOf({ offers }: Suspects): readonly Offer[] {
  const newest = Math.max(...[...offers.values()].map(({ latest }) => latest.sentAt))
  return [...offers].filter(([, { latest }]) => latest.sentAt >= newest - NEAR_MS)
}

/** Offers of that time that their user did not follow, only those with the same options if any. */
function openTo(suspects: Suspects, assignedTo: AssignedTo): readonly Offer[] {
  const { stray, served } = suspects
  const open = latestOf(suspects).filter(
    ([user, { count }]) => count > (served.get(user) ?? 0) + assignedTo(suspects, user),
  )
  const same = open.filter(([, { latest }]) => latest.optionsKey === stray.optionsKey)
  return same.length > 0 ? same : open
}

/**
 * The user whose client sent a stray, by one of these signs: the connection; no other user was
 * offered the page at about the same time; all others went on to it or sent other strays; all
 * others have other options; only this one was offered the page just before.
 * The stray may also repeat another one. Undefined without a sign.
 */
function senderOf(suspects: Suspects, assignedTo: AssignedTo): number | undefined {
  const { stray, before, offers } = suspects
  const user = before?.entry.user ?? undefined
  if (user !== undefined && (offers.has(user) || offers.size === 0)) return user
  const latest = latestOf(suspects)
  if (latest.length < 2) return latest[0]?.[0]
  const open = openTo(suspects, assignedTo)
  const again = latest.filter(([id]) => assignedTo(suspects, id) > 0)
  const able = open.length > 0 ? open : again
  const prompt = able.filter(([, offer]) => stray.entry.at - offer.latest.sentAt < SOON_MS)
  const quick = able.filter(([, offer]) => stray.entry.at - offer.latest.sentAt <= LATE_MS)
  const [only, ...others] = prompt.length === 1 && quick.length === 1 ? prompt : able
  return others.length === 0 ? only?.[0] : undefined
}

/** A client mostly goes on within SOON_MS, and hardly any later than LATE_MS. */
const SOON_MS = 20
const LATE_MS = 100
