// The way of a request to Laravel's answer, in the order of a Laravel application:
//
//   host → CORS → method and route → token → limiter → the handler of the route (routes.ts)

import type { Exchange } from '../exchange/exchange.ts'
import { queryOf } from '../exchange/input.ts'
import { bodyTooLarge, Failure, malformedUrl, serverError, unavailable } from '../laravel/errors.ts'
import { hasInvalidUtf8 } from '../php/bytes.ts'
import { InputLimitError } from '../php/input-array.ts'
import { DatabaseError } from '../store/database-error.ts'
import { ReadOnlyError, type Store } from '../store/open-store.ts'
import type { Switches } from '../config.ts'
import { expectsJson } from '../laravel/accept.ts'
import { createBaseUrl } from '../laravel/base-url.ts'
import { renderFailure } from '../laravel/failure-page.ts'
import { type Answer, header } from '../laravel/http.ts'
import { HttpResponseException } from '../laravel/json-answer.ts'
import { createRouter } from '../laravel/router.ts'
import { createHeaderJoin } from './answer-headers.ts'
import type { Endpoint } from './endpoint.ts'
import type { Reply } from './application.ts'
import { createEndpointFinder } from './find-endpoint.ts'
import { createTokenFinder } from './find-token.ts'
import { loginRoute } from './login-page.ts'
import { authenticate, methodOf, shareWithOrigins } from './middleware.ts'
import { publicUrl } from './public-url.ts'
import { createRoutes } from './routes.ts'
import { createThrottling } from './throttling.ts'
import { decodePath, isApiPath } from '../laravel/route.ts'

export type Emulation = ReturnType<typeof createEmulation>

type EmulationOptions = {
  readonly store: Store
  readonly switches: Switches
  /** The time in Unix seconds on a user's clock; undefined means the server's clock. */
  readonly now: (userId?: number) => number
  /** Called with unexpected errors. The client gets a 500. */
  readonly report: (error: unknown) => void
  /** The limit of the cache for bodies, in bytes. */
  readonly maxBodies: number
  readonly reply: Reply
  /** Whether requests come over HTTPS. */
  readonly isSecure?: boolean
}

// PHP counts the variables of a query and their levels before Laravel starts. A query up to this
// length cannot exceed the limits.
const SUSPICIOUS_QUERY = 128

export function createEmulation(options: EmulationOptions) {
  const { store, switches, now, reply, maxBodies } = options
  const baseUrl = createBaseUrl({
    trustProxies: switches.trustProxies,
    isSecure: options.isSecure === true,
  })
  const throttling = createThrottling({
    switches,
    now,
    tokensOf: (userId) => store.users.tokens(userId).map(({ id }) => id),
  })
  const router = createRouter<Endpoint>([
    ...createRoutes({ store, switches, now, reply, maxBodies, urlOf: publicUrl(switches) }),
    ...(switches.jsonErrors === 'negotiated' ? [loginRoute] : []),
  ])

  const joinHeaders = createHeaderJoin()

  /** Laravel's answer to a request. Never throws: an exception becomes a 500, as in Laravel. */
  const answer = (exchange: Exchange): Answer => complete(exchange, respond)

  /** Laravel's answer to a request that fails with this failure. */
  const refuse = (exchange: Exchange, failure: Failure): Answer =>
    complete(exchange, () => {
      exchange.root = baseUrl.rootOf(exchange.headers) + exchange.base
      if (isApiPath(exchange.path)) shareWithOrigins(exchange, exchange.method)
      throw failure
    })

  function complete(exchange: Exchange, work: (exchange: Exchange) => Answer): Answer {
    exchange.root = ''
    exchange.middlewareHeaders = {}
    const { status, headers, body, rows, listing } = answerOrFail(exchange, work)
    return {
      status,
      headers: joinHeaders(exchange.middlewareHeaders, headers),
      body,
      rows,
      listing,
    }
  }

  function answerOrFail(exchange: Exchange, work: (exchange: Exchange) => Answer): Answer {
    try {
      return work(exchange)
    } catch (error) {
      if (error instanceof HttpResponseException) return error.answer
      const { headers, path, root } = exchange
      return renderFailure(toFailure(error), {
        wantsJson: expectsJson(headers) || (switches.jsonErrors === 'always' && isApiPath(path)),
        root,
        referer: header(headers, 'referer'),
      })
    }
  }

  function toFailure(error: unknown): Failure {
    if (error instanceof Failure) return error
    if (error instanceof ReadOnlyError || isBusy(error)) return unavailable()
    if (!(error instanceof InputLimitError)) options.report(error)
    return serverError()
  }

  function respond(exchange: Exchange): Answer {
    const { headers, path, query, body } = exchange
    if (query.length > SUSPICIOUS_QUERY) queryOf(exchange)
    exchange.root = baseUrl.rootOf(headers) + exchange.base
    if (switches.laravel >= 12 && hasInvalidUtf8(decodePath(path))) throw malformedUrl()
    const method = methodOf(exchange)
    const preflightAnswer = isApiPath(path) ? shareWithOrigins(exchange, method) : undefined
    if (body === undefined) throw bodyTooLarge()
    if (preflightAnswer) return preflightAnswer
    const matched = findRoute(exchange, method)
    if (!('route' in matched)) return matched
    const { route, parameters } = matched
    authenticate(route, exchange, switches)
    Object.assign(exchange.middlewareHeaders, throttling.hit(route, exchange))
    if (exchange.exception) throw exchange.exception()
    return route.handle({ exchange, parameters })
  }

  function findRoute({ path, middlewareHeaders }: Exchange, method: string) {
    try {
      return router.match(method, path)
    } catch (error) {
      if (error instanceof Failure && error.status === 404 && isApiPath(path))
        middlewareHeaders['X-Mock-Hint'] = NOT_EMULATED
      throw error
    }
  }

  return {
    findToken: createTokenFinder(store, now),
    findEndpoint: createEndpointFinder(router, store),
    answer,
    refuse,
    toFailure,
    resetLimiter: throttling.reset,
  }
}

/** A hint for developers who use calls, leads, campaigns or other products of the brands. */
const NOT_EMULATED = 'not emulated; see "What it does not do" in the README'

/** Whether the error means that another process is writing to the file. */
const isBusy = (error: unknown): boolean => error instanceof DatabaseError && error.kind === 'busy'
