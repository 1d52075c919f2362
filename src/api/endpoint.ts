// The types of an endpoint: its row in the route table, and the request that its handler gets.

import type { EndpointName } from '../exchange/endpoint-names.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { unauthenticated } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import type { Route } from '../laravel/router.ts'
import type { KnownToken } from '../store/tokens.ts'

/** The middleware in the order of a request. `throttle:replies` is an additional limit. */
export type Middleware = 'auth' | 'auth:automate' | 'throttle:api' | 'throttle:replies'

export type Endpoint = Route & {
  /** The name by which faults choose the endpoint. */
  readonly name: EndpointName
  readonly middleware: readonly Middleware[]
  readonly handle: Handler
}

/** Whether the route needs no token. */
export const isOpen = ({ middleware }: Endpoint): boolean =>
  !middleware.includes('auth') && !middleware.includes('auth:automate')

/** A request that has passed the middleware of its route. */
type RoutedRequest = {
  readonly exchange: Exchange
  /** The values of the route's parameters, such as `uuid`. */
  readonly parameters: Readonly<Record<string, string>>
}

export type Handler = (request: RoutedRequest) => Answer

/** Makes the handler of a route that needs a token. */
export const forUser =
  (handle: (request: RoutedRequest, token: KnownToken) => Answer): Handler =>
  (request) => {
    const { token } = request.exchange
    if (!token) throw unauthenticated()
    return handle(request, token)
  }
