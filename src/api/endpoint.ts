// The parts of an endpoint: a row of the route table, and what its handler is given.

import type { EndpointName, Exchange } from '../exchange.ts'
import { unauthenticated } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import type { Route } from '../laravel/router.ts'
import type { KnownToken } from '../store/tokens.ts'

/** In the order in which a request passes them. `throttle:replies` counts beside the general limit. */
export type Middleware = 'auth' | 'auth:automate' | 'throttle:api' | 'throttle:replies'

export type Endpoint = Route & {
  /** The name that faults match. */
  readonly name: EndpointName
  readonly middleware: readonly Middleware[]
  readonly handle: Handler
}

/** Whether a route asks for no token. */
export const isOpen = ({ middleware }: Endpoint): boolean =>
  !middleware.includes('auth') && !middleware.includes('auth:automate')

/** A request that has passed the middleware of its route. */
export type Call = {
  readonly exchange: Exchange
  /** The parts of the path that the route names. */
  readonly parameters: Readonly<Record<string, string>>
  /** scheme://host of the application. */
  readonly root: string
}

export type Handler = (call: Call) => Answer

/** A handler of a route that asks for a token. */
export const forUser =
  (handle: (call: Call, token: KnownToken) => Answer): Handler =>
  (call) => {
    const { token } = call.exchange
    if (!token) throw unauthenticated()
    return handle(call, token)
  }
