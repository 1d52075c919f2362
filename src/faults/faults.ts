// The armed faults, and the plan of the faults that strike a request. This file imports neither zod
// nor the effects, so that the program starts fast. The caller gives the behaviour of each fault.

import { createRandom, type Random } from '../random/random.ts'
import type { Delivery, Distortion, Exchange, Failing, StruckFaults } from '../exchange.ts'
import type { Answer } from '../laravel/http.ts'
import type { Behaviour, Refuse, Strike } from './behaviour.ts'
import type { ArmedFault, Fault, Match } from './fault.ts'
import { fits, isChosen } from './matching.ts'

const MAX_FAULTS = 1000

export type Faults = ReturnType<typeof createFaults>

/** A fault to arm. `seed` is the default for a fault without a seed. */
export type Arming = { readonly fault: Fault; readonly behaviour: Behaviour; readonly seed: number }

export type Plan = {
  /**
   * The faults that were applied. Some are added later: when the list is rendered, the handler
   * throws or an assistant would reply.
   */
  readonly struck: StruckFaults
  readonly replace?: Answer
  readonly distortion?: Distortion
  readonly exception?: () => void
  readonly failure?: Failing
  readonly deliver?: (delivery: Delivery) => Delivery
}

/** Thrown when too many faults are armed. */
export class FaultLimitError extends Error {
  override name = 'FaultLimitError'
}

type Armed = Arming & {
  readonly id: number
  readonly user: number | null
  readonly match: Match
  /** Two random streams, so that the numbers of an effect do not change the choice of requests. */
  readonly choosing: Random
  readonly striking: Random
  matched: number
  applied: number
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
    arm({ fault, behaviour, seed: defaultSeed }: Arming): ArmedFault {
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
        user: fault.user ?? null,
        match: fault.match ?? {},
        choosing: createRandom(seed),
        striking: createRandom(seed, 1),
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

    /** Counts a request and returns its plan; undefined when no fault strikes it. */
    plan(exchange: Exchange, refuse: Refuse): Plan | undefined {
      const candidates = live.filter((armed) => concerns(armed, exchange))
      if (candidates.length === 0) return undefined
      const struck = candidates.filter((armed) => isStruck(armed, exchange))
      const plan = struck.length > 0 ? compose(struck, exchange, refuse) : undefined
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

/**
 * Builds the plan. One fault at most replaces the answer: the first that can. Then no other fault
 * changes a list, throws or stops an assistant.
 */
function compose(struck: readonly Armed[], exchange: Exchange, refuse: Refuse): Plan {
  const types: string[] = []
  const ids: number[] = []
  const strike = (armed: Armed): Strike => ({
    exchange,
    refuse,
    nth: armed.applied + 1,
    random: armed.striking,
  })
  const count = (armed: Armed): void => {
    armed.applied++
    types.push(armed.fault.effect.type)
    ids.push(armed.id)
  }

  const replacing = struck.find(({ behaviour }) => behaviour.replaces)
  const replace = replacing?.behaviour.replaces?.(strike(replacing))
  if (replacing) count(replacing)
  const deliveries = struck.flatMap((armed) => {
    const { delivers } = armed.behaviour
    if (!delivers) return []
    const occasion = strike(armed)
    count(armed)
    return (delivery: Delivery) => delivers(delivery, occasion)
  })
  const distortions = struck.flatMap((armed) => {
    const distortion = armed.behaviour.distorts?.(strike(armed))
    return distortion && !replacing ? { distortion, count: () => count(armed) } : []
  })
  const throwing = replacing ? undefined : struck.find(({ behaviour }) => behaviour.throws)
  const failing = replacing ? undefined : struck.find(({ behaviour }) => behaviour.fails)
  const fail = failing?.behaviour.fails
  return {
    struck: { types, ids },
    ...(replace && { replace }),
    ...(distortions.length > 0 && { distortion: composeDistortions(distortions) }),
    ...(throwing && { exception: () => count(throwing) }),
    ...(failing &&
      fail && {
        failure: () => {
          const occasion = strike(failing)
          count(failing)
          return fail(occasion)
        },
      }),
    ...(deliveries.length > 0 && {
      deliver: (delivery: Delivery) =>
        deliveries.reduce((sent, deliver) => deliver(sent), delivery),
    }),
  }
}

type Distorting = { readonly distortion: Distortion; readonly count: () => void }

/** Each fault counts only when a list is rendered. Invalid input gives no list. */
function composeDistortions(distortions: readonly Distorting[]): Distortion {
  function fold<T>(view: T, distort: (shown: T, distortion: Distortion) => T | undefined): T {
    return distortions.reduce((shown, { distortion, count }) => {
      count()
      return distort(shown, distortion) ?? shown
    }, view)
  }
  return {
    limit: (perPage) =>
      distortions.reduce((limit, { distortion }) => distortion.limit?.(limit) ?? limit, perPage),
    page: (page, here) => fold(page, (shown, distortion) => distortion.page?.(shown, here)),
    cursorPage: (page, here) =>
      fold(page, (shown, distortion) => distortion.cursorPage?.(shown, here)),
  }
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
