// Finds the users whose clients sent requests for a later page without a valid token.

import type { Work } from '../clock/turns.ts'
import type { Step } from '../walks/step.ts'
import type { Requests } from './controls.ts'
import { type Offer, type Suspects, suspectsOf } from './suspects.ts'

export type Senders = {
  /** By user: the strays of its clients, the oldest first. */
  readonly byUser: ReadonlyMap<number, readonly Step[]>
  /** The ids of the strays that clients of several users may have sent. */
  readonly doubtful: ReadonlySet<number>
}

export function* sendersOf(controls: Requests, strays: readonly Step[]): Work<Senders> {
  const all = yield* suspectsOf(controls, strays)
  const { senders, assignedTo } = yield* assign(all)
  const byUser = new Map<number, Step[]>()
  const doubtful = new Set<number>()
  for (const [index, suspects] of all.entries()) {
    if (index % TOGETHER === 0) yield
    const { stray } = suspects
    const user = senders.get(stray)
    if (user !== undefined) {
      const own = byUser.get(user) ?? []
      own.push(stray)
      byUser.set(user, own)
    } else if (openTo(suspects, assignedTo).length > 1) doubtful.add(stray.entry.id)
  }
  return { byUser, doubtful }
}

/** The number of strays at the same position that were assigned to a user. */
type AssignedTo = (suspects: Suspects, user: number) => number

/** Each stray that is assigned leaves fewer users for the others, so all are looked at again. */
function* assign(all: readonly Suspects[]) {
  const senders = new Map<Step, number>()
  /** By position and user. */
  const counts = new Map<string, number>()
  const assignedTo: AssignedTo = (suspects, user) => counts.get(keyOf(suspects, user)) ?? 0
  let left = all
  for (let pass = 0, before = Infinity; pass < PASSES && left.length < before; pass++) {
    before = left.length
    const still: Suspects[] = []
    for (const [index, suspects] of left.entries()) {
      if (index % TOGETHER === 0) yield
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

const keyOf = ({ stray }: Suspects, user: number): string => `${user} ${stray.position}`

/** More passes hardly ever find another sender. */
const PASSES = 4
/** Other work may have a turn after so many strays, which take some microseconds each. */
const TOGETHER = 32

/** Milliseconds between two offers of which either may be the one that a client followed. */
const NEAR_MS = 500

/** The users that were offered the page last, or at about the same time. */
function latestOf({ offers }: Suspects): readonly Offer[] {
  const newest = Math.max(...offers.map(({ at }) => at))
  return offers.filter(({ at }) => at >= newest - NEAR_MS)
}

/** Offers of that time that their user did not follow, only those with the same options if any. */
function openTo(suspects: Suspects, assignedTo: AssignedTo): readonly Offer[] {
  const open = latestOf(suspects).filter(
    ({ user, count, served }) => count > served + assignedTo(suspects, user),
  )
  const same = open.filter(({ answer }) => answer.optionsKey === suspects.stray.optionsKey)
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
  const owner = before?.entry.user ?? undefined
  if (owner !== undefined && (offers.length === 0 || offers.some(({ user }) => user === owner)))
    return owner
  const latest = latestOf(suspects)
  if (latest.length < 2) return latest[0]?.user
  const open = openTo(suspects, assignedTo)
  const able = open.length > 0 ? open : latest.filter(({ user }) => assignedTo(suspects, user) > 0)
  const prompt = able.filter(({ at }) => stray.entry.at - at < SOON_MS)
  const quick = able.filter(({ at }) => stray.entry.at - at <= LATE_MS)
  const [only, ...others] = prompt.length === 1 && quick.length === 1 ? prompt : able
  return others.length === 0 ? only?.user : undefined
}

/** A client mostly goes on within SOON_MS, and hardly any later than LATE_MS. */
const SOON_MS = 20
const LATE_MS = 100
