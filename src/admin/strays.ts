// Strays: requests for a later page that the mock answered with 401. They may belong to a walk whose
// client lost its token.

import type { Work } from '../clock/turns.ts'
import { slicesOf } from '../journal/slices.ts'
import { FIRST } from '../walks/list-target.ts'
import { createStepReader, type Step } from '../walks/step.ts'
import type { Walk } from '../walks/walk.ts'
import type { Requests } from './controls.ts'
import { everybody } from './journal-search.ts'

export type Strays = ReturnType<typeof createStrays>

/** Reads the whole journal once, and only if there are strays. */
export function createStrays(controls: Requests) {
  /** The revision of the requests without a user, before they were read. */
  const strangers = controls.journal.revision(null)
  let all: readonly Step[] | undefined
  let byUser: ReadonlyMap<number, readonly Step[]> | undefined
  const adopted = new Set<number>()

  function* read(): Work<readonly Step[]> {
    return (all ??= yield* readStrays(controls))
  }

  return {
    strangers,

    *exist(): Work<boolean> {
      return (yield* read()).length > 0
    },

    /** The strays of a user's clients, the oldest first. */
    *of(user: number): Work<readonly Step[]> {
      byUser ??= yield* sortStrays(controls, yield* read())
      return byUser.get(user) ?? []
    },

    /** Notes the requests that became steps of a walk. */
    adopt(walks: readonly Walk[]): void {
      if (byUser?.size === 0) return
      for (const walk of walks)
        for (const { link, entry } of walk.steps) if (link === 'tokenless') adopted.add(entry.id)
    },

    isAdopted: ({ entry }: Step): boolean => adopted.has(entry.id),
  }
}

/** Other work may have a turn after so many requests. They are read in a fraction of a millisecond. */
const READ_TOGETHER = 16

export function* readSteps(journal: Requests['journal'], user: number | null): Work<Step[]> {
  const steps: Step[] = []
  const readStep = createStepReader()
  for (const slice of slicesOf(journal, user)) {
    for (const entry of slice) {
      const step = readStep(entry)
      if (step) steps.push(step)
      if (steps.length % READ_TOGETHER === 0) yield
    }
  }
  return steps
}

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

function* readStrays({ journal }: Pick<Requests, 'journal'>): Work<Step[]> {
  return (yield* readSteps(journal, null)).filter(
    ({ entry, position }) => entry.status === 401 && position !== FIRST,
  )
}

function* sortStrays(controls: Requests, strays: readonly Step[]): Work<Map<number, Step[]>> {
  const all = strays.map((stray): Suspects => {
    return { stray, before: undefined, offers: new Map(), served: new Map() }
  })
  if (all.length > 0) yield* suspect(controls, all)
  const sorted = new Map<number, Step[]>()
  for (const suspects of all) {
    const user = senderOf(suspects)
    if (user === undefined) continue
    const own = sorted.get(user)
    if (own) own.push(suspects.stray)
    else sorted.set(user, [suspects.stray])
    yield
  }
  return sorted
}

function* suspect(controls: Requests, all: readonly Suspects[]): Work<void> {
  const byConnection = Map.groupBy(all, ({ stray }) => stray.entry.connection)
  const byPosition = Map.groupBy(all, ({ stray }) => stray.position)
  byConnection.delete(0)
  for (const user of everybody(controls)) {
    if (user === null) continue
    const steps = yield* readSteps(controls.journal, user)
    const uses = new Map<number, Step[]>()
    const offers = new Map<string, Step[]>()
    const served = new Map<string, number>()
    for (const step of steps) {
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

/** Notes the offers to a user before each stray. The strays have the same page and options. */
function* noteOffers(user: number, offers: readonly Step[], all: readonly Suspects[]): Work<void> {
  let next = 0
  let latest: Step | undefined
  let count = 0
  for (const { stray, offers: known } of all) {
    for (
      let offer = offers[next];
      offer && offer.entry.id < stray.entry.id;
      offer = offers[++next]
    ) {
      if (!isWithin(stray, offer)) continue
      latest = offer
      count++
    }
    if (latest) known.set(user, { latest, count })
    yield
  }
}

/** Whether a request by page has no option that the list had not; a cursor names its list itself. */
const isWithin = ({ cursor, options }: Step, list: Step): boolean =>
  cursor !== null || [...options].every(([name, value]) => list.options.get(name) === value)

/** Milliseconds between two offers of which either may be the one that a client followed. */
const NEAR_MS = 500

/**
 * The user whose client sent a stray, by one of four signs: the connection; no other user was
 * offered the page at about the same time; all others went on to it; all others have other options.
 * Undefined without a sign.
 */
function senderOf({ stray, before, offers, served }: Suspects): number | undefined {
  if (before) return before.entry.user ?? undefined
  const newest = Math.max(...[...offers.values()].map(({ latest }) => latest.sentAt))
  const near = [...offers].filter(([, { latest }]) => latest.sentAt >= newest - NEAR_MS)
  const open = near.filter(([user, { count }]) => count > (served.get(user) ?? 0))
  const same = open.filter(([, { latest }]) => latest.optionsKey === stray.optionsKey)
  const [only, ...others] = near.length > 1 ? (same.length > 0 ? same : open) : near
  return others.length === 0 ? only?.[0] : undefined
}
