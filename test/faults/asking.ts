// Creates requests as the pipeline gives them to faults, and arms faults as the admin API does.

import { renderFailure } from '../../src/laravel/failure-page.ts'
import type { Answer } from '../../src/laravel/http.ts'
import type { EditionName } from '../../src/editions.ts'
import type { Failure } from '../../src/laravel/errors.ts'
import { behaviourOf } from '../../src/faults/effect.ts'
import { type ArmedFault, Fault, type FaultInput } from '../../src/faults/fault.ts'
import type { Faults } from '../../src/faults/faults.ts'
import type { Plan } from '../../src/faults/plan.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { exchangeOf, tokenOf } from '../exchange.ts'

export const NOW = Date.UTC(2025, 0, 25, 14, 30) / 1000
export const PATH = '/api/user/conversations'

export type Asking = {
  readonly user?: number | null
  readonly token?: number
  readonly edition?: EditionName
  readonly method?: string
  readonly path?: string
  readonly wantsJson?: boolean
  readonly isFromDashboard?: boolean
}

/** A request of user 1 with token 11 by default. With `user: null` it has no valid token. */
export function asking(query = '', { user = 1, token = 11, wantsJson, ...rest }: Asking = {}) {
  const exchange = exchangeOf(query, {
    ...rest,
    time: NOW,
    token: user === null ? undefined : tokenOf(user, token),
  })
  if (wantsJson === false) browsers.add(exchange)
  return exchange
}

/** Requests that expect no JSON. */
const browsers = new WeakSet<Exchange>()

/** Refuses with the headers of the middleware, which effects must keep. */
const refusing =
  (exchange: Exchange) =>
  (failure: Failure): Answer => {
    const answer = renderFailure(failure, {
      wantsJson: !browsers.has(exchange),
      root: 'http://app.example',
      referer: undefined,
    })
    return {
      ...answer,
      headers: {
        'Cache-Control': 'no-cache, private',
        'Access-Control-Allow-Origin': '*',
        ...answer.headers,
      },
    }
  }

export const plan = (faults: Faults, exchange: Exchange): Plan | undefined =>
  faults.plan(exchange, refusing(exchange))

export function arm(faults: Faults, input: FaultInput, seed = 1): ArmedFault {
  const fault = Fault.parse(input)
  return faults.arm({ fault, behaviour: behaviourOf(fault.effect), seed, bytes: 0 })
}

export const serverError = { type: 'status', status: 500 } as const

/** The types of the effects that struck each request; empty without any. */
export function strikes(faults: Faults, requests: readonly Exchange[]): string[] {
  return requests.map((exchange) => (plan(faults, exchange)?.struck.types ?? []).join(' '))
}

export function requirePlan(faults: Faults, exchange: Exchange): Plan {
  const made = plan(faults, exchange)
  if (made === undefined) throw new Error('no fault struck')
  return made
}
