// Parties: connections of one token whose clients are certainly not those of its other connections.

import type { Work } from '../clock/turns.ts'
import { findSettled, type Uses } from './settled.ts'
import { mayHaveOneClient, type Side, sideOf } from './sides.ts'
import type { Step } from './step.ts'

/** By connection: the number of its party. Connections that are not listed are together. */
export type Parties = ReadonlyMap<number, number>

/** The party of the settled connections. */
const SETTLED = 1
/** The most connections at the same time that are compared, each with each. */
const MAX_SIDES = 8
/** Other work may have a turn after so many steps, which take less than a microsecond each. */
const TOGETHER = 256

/**
 * Finds the parties among one user's steps, the oldest first. `strays` have no valid token: those
 * over further connections may be any client's.
 */
export function* findParties(steps: readonly Step[], strays: readonly Step[]): Work<Parties> {
  const parties = new Map<number, number>()
  const { tokens, owners } = yield* usesOf(steps)
  const isOpen = strays.some(({ entry }) => !owners.has(entry.connection))
  let latest = SETTLED
  for (const [token, uses] of tokens) {
    if (uses.size < 2) continue
    const settled = yield* findSettled(uses)
    for (const connection of settled) parties.set(connection, SETTLED)
    const others = new Map([...uses].filter(([connection]) => !settled.has(connection)))
    const isOwn = [...others.keys()].every((connection) => owners.get(connection) === token)
    if (isOpen || !isOwn) continue
    for (const sides of yield* separate(others)) {
      latest++
      for (const { connections } of sides)
        for (const connection of connections) parties.set(connection, latest)
    }
  }
  return parties
}

/**
 * `tokens`: the requests of each connection, by token. `owners`: the token that a connection
 * carried; NaN for several.
 */
function* usesOf(steps: readonly Step[]) {
  const tokens = new Map<number, Map<number, Step[]>>()
  const owners = new Map<number, number>()
  for (const [index, step] of steps.entries()) {
    if (index % TOGETHER === 0) yield
    const { token, connection } = step.entry
    if (token === null) continue
    const uses = tokens.get(token) ?? new Map<number, Step[]>()
    tokens.set(token, uses)
    const own = uses.get(connection)
    if (own) own.push(step)
    else {
      uses.set(connection, [step])
      owners.set(connection, owners.has(connection) ? NaN : token)
    }
  }
  return { tokens, owners }
}

/** The sides of each party; none where all may have one client. */
function* separate(uses: Uses): Work<readonly (readonly Side[])[]> {
  if (uses.size < 2 || uses.has(0)) return []
  const atOnce = usedAtOnce(uses)
  yield
  if (atOnce.length < 2 || atOnce.length > MAX_SIDES) return []
  let parties: Side[][] = []
  for (const connections of atOnce) {
    const side = yield* sideOf(connections, uses)
    const party = [side]
    const others: Side[][] = []
    for (const other of parties)
      if (yield* mayBelongTo(other, side)) party.push(...other)
      else others.push(other)
    parties = [...others, party]
  }
  return parties.length < 2 ? [] : parties
}

function* mayBelongTo(party: readonly Side[], side: Side): Work<boolean> {
  for (const other of party) if (yield* mayHaveOneClient(side, other)) return true
  return false
}

/**
 * Sorts out the connections that were in use at the same time as all others. The rest stays
 * together: a client may have left one for another.
 */
function usedAtOnce(uses: Uses): readonly (readonly number[])[] {
  let latestStart = -Infinity
  let earliestEnd = Infinity
  for (const steps of uses.values()) {
    latestStart = Math.max(latestStart, startOf(steps))
    earliestEnd = Math.min(earliestEnd, endOf(steps))
  }
  const beside: number[][] = []
  const rest: number[] = []
  for (const [connection, steps] of uses)
    if (startOf(steps) < earliestEnd && latestStart < endOf(steps)) beside.push([connection])
    else rest.push(connection)
  return rest.length === 0 ? beside : [rest, ...beside]
}

const startOf = ([first]: readonly Step[]): number => first?.entry.at ?? 0

const endOf = (steps: readonly Step[]): number => steps.at(-1)?.sentAt ?? 0
