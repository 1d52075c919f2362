// The armed faults, and what they make of a request. Every request comes by here, and the start of the program too: neither
// zod nor the files of the effects are imported, so a fault brings its behaviour along.

import { createRandom, type Random } from '../random/random.ts'
import type { Delivery, Distortion, Exchange, Failing, StruckFaults } from '../exchange.ts'
import type { Answer } from '../laravel/http.ts'
import type { Behaviour, Refuse, Strike } from './behaviour.ts'
import type { ArmedFault, Fault, Match } from './fault.ts'
import { fits, isChosen } from './matching.ts'

const MAX_FAULTS = 1000

export type Faults = ReturnType<typeof createFaults>

/** `seed` counts where the fault has none of its own. */
export type Arming = { readonly fault: Fault; readonly behaviour: Behaviour; readonly seed: number }

export type Plan = {
  /** The faults whose effects were applied; others join when the list is made, the handler throws, or the assistant is to answer. */
  readonly struck: StruckFaults
  readonly replace?: Answer
  readonly distortion?: Distortion
  readonly exception?: () => void
  readonly failure?: Failing
  readonly deliver?: (delivery: Delivery) => Delivery
}

/** More faults are armed than this server takes. */
export class FaultLimitError extends Error {
  override name = 'FaultLimitError'
}

type Armed = Arming & {
  readonly id: number
  readonly user: number | null
  readonly match: Match
  /** Two streams, so that what an effect draws leaves the choice of requests as it is. */
  readonly choosing: Random
  readonly striking: Random
  matched: number
  applied: number
}

export function createFaults() {
  const faults = new Map<number, Armed>()
  /** The faults that may strike again, in the order of arming. */
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
    /** Throws a FaultLimitError; spent faults make room. */
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

    /** The faults of one user, or all, in the order of arming. */
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

    /** Disarms those of one user, or all. */
    clear,

    /** The user is no more. */
    forget: (userId: number): void => clear(userId),

    isEmpty: (): boolean => live.length === 0,

    /** The plan for a request; counts it. */
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

/** The first that replaces the answer does so; then no other does, and there is nothing to distort or to fail. */
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

/** Each counts when a list is made of it: for invalid input there is none. */
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

/** Whether it can never strike again. */
function isSpent({ fault: { times }, match: { nth }, matched, applied }: Armed): boolean {
  return (times !== undefined && applied >= times) || (nth !== undefined && matched >= nth)
}

function describe({ id, user, match, fault, seed, matched, applied }: Armed): ArmedFault {
  const { times = null, dashboard = false, effect, note = null } = fault
  const remaining = times === null ? null : Math.max(0, times - applied)
  return { id, user, match, times, remaining, seed, dashboard, effect, note, matched, applied }
}
