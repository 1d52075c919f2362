// The plan of the faults that strike a request. Each stage of the pipeline takes its part from it.

import type { Delivery } from '../exchange/delivery.ts'
import type { Distortion } from '../exchange/distortion.ts'
import type { Exchange, StruckFaults } from '../exchange/exchange.ts'
import { type Failure, serverError } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import type { Refuse, Strike } from './behaviour.ts'
import type { Armed } from './armed.ts'

export type Plan = {
  /**
   * The faults that were applied. Some are added later: when the list is rendered, the handler
   * throws or an assistant would reply.
   */
  readonly struck: StruckFaults
  readonly replace?: Answer
  readonly distortion?: Distortion
  readonly exception?: () => Failure
  readonly replyError?: () => string
  readonly deliver?: (delivery: Delivery) => Delivery
}

/** The data for the effect of a fault, and the count of its strikes. */
type Striking = { strikeOf(armed: Armed): Strike; count(armed: Armed): void }

/**
 * Builds the plan. One fault at most replaces the answer: the first that can. Then no other fault
 * changes a list, throws or stops an assistant.
 */
export function composePlan(faults: readonly Armed[], exchange: Exchange, refuse: Refuse): Plan {
  const types: string[] = []
  const ids: number[] = []
  const striking: Striking = {
    strikeOf: ({ applied, random }) => ({ exchange, refuse, nth: applied + 1, random }),
    count(armed) {
      armed.applied++
      types.push(armed.fault.effect.type)
      ids.push(armed.id)
    },
  }
  const replacing = faults.find(({ behaviour }) => behaviour.replaces)
  const replace = replacing?.behaviour.replaces?.(striking.strikeOf(replacing))
  if (replacing) striking.count(replacing)
  return {
    struck: { types, ids },
    ...(replace && { replace }),
    ...composeDelivery(faults, striking),
    ...(!replacing && composeHandling(faults, striking)),
  }
}

/** Each fault that changes the delivery counts at once, because every answer is delivered. */
function composeDelivery(
  faults: readonly Armed[],
  { strikeOf, count }: Striking,
): Pick<Plan, 'deliver'> {
  const changes = faults.flatMap((armed) => {
    const { delivers } = armed.behaviour
    if (!delivers) return []
    const strike = strikeOf(armed)
    count(armed)
    return (delivery: Delivery) => delivers(delivery, strike)
  })
  if (changes.length === 0) return {}
  return { deliver: (delivery) => changes.reduce((sent, change) => change(sent), delivery) }
}

/** These faults count only when the handler of the route comes to the point that they change. */
function composeHandling(
  faults: readonly Armed[],
  { strikeOf, count }: Striking,
): Pick<Plan, 'distortion' | 'exception' | 'replyError'> {
  const distortions = faults.flatMap((armed) => {
    const distortion = armed.behaviour.distorts?.(strikeOf(armed))
    return distortion ? { distortion, count: () => count(armed) } : []
  })
  const throwing = faults.find(({ behaviour }) => behaviour.throws)
  const failing = faults.find(({ behaviour }) => behaviour.fails)
  const fail = failing?.behaviour.fails
  return {
    ...(distortions.length > 0 && { distortion: composeDistortions(distortions) }),
    ...(throwing && {
      exception: () => {
        count(throwing)
        return serverError()
      },
    }),
    ...(failing &&
      fail && {
        replyError: () => {
          const strike = strikeOf(failing)
          count(failing)
          return fail(strike)
        },
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
