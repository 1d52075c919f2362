// The armed faults, and the choice of those that strike a request. This file imports neither zod nor
// the effects, so that the program starts fast. The caller gives the behaviour of each fault.

import { createRandom } from '../random/random.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Refuse } from './behaviour.ts'
import type { ArmedFault } from './fault.ts'
import { fits, isChosen } from './matching.ts'
import type { Armed, Arming } from './armed.ts'
import { composePlan, type Plan } from './plan.ts'

const MAX_FAULTS = 1000

export type Faults = ReturnType<typeof createFaults>

/** Thrown when too many faults are armed. */
export class FaultLimitError extends Error {
  override name = 'FaultLimitError'
}

export function createFaults() {
  const faults = new Map<number, Armed>()
  /** The faults that can still strike, in the order of arming. */
  let live: readonly Armed[] = []
  let lastId = 0

  function refresh(): void {
    live = [...faults.values()].filter((armed) => !isSpent(armed))
  }

  function clear(userId?: number): void {
    for (const { id, user } of faults.values())
      if (userId === undefined || user === userId) faults.delete(id)
    refresh()
  }

  return {
    /** Arms a fault. It may replace a spent one. Throws a FaultLimitError when there is no room. */
    arm({ fault, behaviour, seed: defaultSeed, bytes }: Arming): ArmedFault {
      const spent = faults.size < MAX_FAULTS ? undefined : [...faults.values()].find(isSpent)
      if (spent) faults.delete(spent.id)
      if (faults.size >= MAX_FAULTS)
        throw new FaultLimitError(`${MAX_FAULTS} faults are armed; disarm some first`)
      const seed = fault.seed ?? defaultSeed
      const armed: Armed = {
        id: ++lastId,
        fault,
        behaviour,
        seed,
        bytes,
        user: fault.user ?? null,
        match: fault.match ?? {},
        choosing: createRandom(seed),
        random: createRandom(seed, 1),
        matched: 0,
        applied: 0,
      }
      faults.set(armed.id, armed)
      refresh()
      return describe(armed)
    },

    /** The faults of one user in the order of arming; undefined means the faults of all users. */
    list: (userId?: number): ArmedFault[] =>
      [...faults.values()]
        .filter(({ user }) => userId === undefined || user === userId)
        .map(describe),

    find(id: number): ArmedFault | undefined {
      const armed = faults.get(id)
      return armed && describe(armed)
    },

    disarm(id: number): boolean {
      const wasArmed = faults.delete(id)
      refresh()
      return wasArmed
    },

    /** Disarms the faults of one user; undefined means all faults. */
    clear,

    /** Disarms the faults of a deleted user. */
    forget: (userId: number): void => clear(userId),

    isEmpty: (): boolean => live.length === 0,

    /** The bytes of all faults. */
    bytes: (): number => [...faults.values()].reduce((sum, { bytes }) => sum + bytes, 0),

    /** Counts a request and returns its plan; undefined when no fault strikes it. */
    plan(exchange: Exchange, refuse: Refuse): Plan | undefined {
      const candidates = live.filter((armed) => concerns(armed, exchange))
      if (candidates.length === 0) return undefined
      const struck = candidates.filter((armed) => isStruck(armed, exchange))
      const plan = struck.length > 0 ? composePlan(struck, exchange, refuse) : undefined
      if (live.some(isSpent)) refresh()
      return plan
    },
  }
}

function concerns({ user, fault }: Armed, { token, owner, isFromDashboard }: Exchange): boolean {
  return (
    (user === null || user === (token?.user_id ?? owner)) &&
    (!isFromDashboard || fault.dashboard === true)
  )
}

function isStruck(armed: Armed, exchange: Exchange): boolean {
  const { behaviour, match, choosing } = armed
  if (isSpent(armed) || behaviour.appliesTo?.(exchange) === false || !fits(match, exchange))
    return false
  return isChosen(match, ++armed.matched, choosing)
}

/** Whether a fault can never strike again. */
function isSpent({ fault: { times }, match: { nth }, matched, applied }: Armed): boolean {
  return (times !== undefined && applied >= times) || (nth !== undefined && matched >= nth)
}

function describe({ id, user, match, fault, seed, matched, applied }: Armed): ArmedFault {
  const { times = null, dashboard = false, effect, note = null } = fault
  const remaining = times === null ? null : Math.max(0, times - applied)
  return { id, user, match, times, remaining, seed, dashboard, effect, note, matched, applied }
}
