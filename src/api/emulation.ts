// The way of a request, from what was sent to what Laravel answers, in the order in which a Laravel application works:
//
//   host → CORS → method and route → token → limiter → (a body rendered before) → validate → query → page | cursor

import { editions, type EditionName } from '../editions.ts'
import { bodyTooLarge, Failure, malformedUrl, serverError, unauthenticated } from '../errors.ts'
import { hasInvalidUtf8 } from '../php/bytes.ts'
import { parseQuery, InputLimitError } from '../php/query-string.ts'
import type { Store } from '../store/open-store.ts'
import type { KnownToken } from '../store/tokens.ts'
import type { Switches } from '../config.ts'
import { expectsJson } from './accept.ts'
import { createAnswerCache } from './answer-cache.ts'
import { createBaseUrl } from './base-url.ts'
import { parseBearer } from './bearer.ts'
import { renderFailure } from './failure-page.ts'
import { type Answer, type ApiRequest, header, splitTarget, trimTrailingSlashes } from './http.ts'
import { parseBody, parseInput } from './input.ts'
import { createLimiter } from './limiter.ts'
import { createList } from './list.ts'
import { decodePath, effectiveMethod, isApiPath, matchRoute, preflight } from './route.ts'

export type Emulation = ReturnType<typeof createEmulation>

export type EmulationOptions = {
  readonly store: Store
  readonly switches: Switches
  /** Unix seconds. */
  readonly clock: () => number
  /** Told of what should never happen; the client gets a 500 all the same. */
  readonly report: (error: unknown) => void
}

/** What is known of a request on its way; headers gather as it passes the middleware. */
type Exchange = {
  readonly request: ApiRequest
  readonly path: string
  readonly query: string
  root: string
  headers: Record<string, string>
}

// PHP counts the variables of a query and their levels before Laravel starts; a shorter query cannot have too many.
const SUSPICIOUS_QUERY = 128

export function createEmulation(options: EmulationOptions) {
  const { store, switches, clock } = options
  const baseUrl = createBaseUrl(switches.trustProxies)
  const limiter = createLimiter(switches.rateLimit, clock)
  const list = createList(options)
  const bodies = createAnswerCache()

  /** Never throws: what Laravel would fail on with 500 is answered with 500. */
  function answer(request: ApiRequest): Answer {
    const exchange: Exchange = { request, ...splitTarget(request.target), root: '', headers: {} }
    const { status, headers, body } = answerOrFail(exchange)
    return { status, headers: { 'Cache-Control': 'no-cache, private', ...exchange.headers, ...headers }, body }
  }

  function answerOrFail(exchange: Exchange): Answer {
    try {
      return respond(exchange)
    } catch (error) {
      return renderFailure(toFailure(error), {
        wantsJson: expectsJson(exchange.request.headers) || (switches.jsonErrors === 'always' && isApiPath(exchange.path)),
        root: exchange.root,
        referer: header(exchange.request.headers, 'referer'),
      })
    }
  }

  function toFailure(error: unknown): Failure {
    if (error instanceof Failure) return error
    if (!(error instanceof InputLimitError)) options.report(error)
    return serverError()
  }

  function respond(exchange: Exchange): Answer {
    const { request, path, query } = exchange
    if (query.length > SUSPICIOUS_QUERY) parseQuery(query)
    exchange.root = baseUrl.rootOf(request.headers)
    if (switches.laravel >= 12 && hasInvalidUtf8(decodePath(path))) throw malformedUrl()
    const method = effectiveMethod(request.method, request.headers, () => methodParameter(exchange))
    const crossOrigin = isApiPath(path) ? shareWithOrigins(exchange, method) : undefined
    if (request.body === undefined) throw bodyTooLarge()
    const settled = crossOrigin ?? matchRoute(method, path)
    if (settled) return settled
    const token = requireToken(request)
    Object.assign(exchange.headers, limiter.hit(token.user_id))
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body: bodyFor(exchange, token) }
  }

  function requireToken(request: ApiRequest): KnownToken {
    const credentials = parseBearer(header(request.headers, 'authorization'))
    const token = credentials && store.findToken(credentials.secret)
    const isMeant = token && (credentials.id === undefined || credentials.id === BigInt(token.id))
    if (!isMeant || token.expiresAt < clock()) throw unauthenticated()
    return token
  }

  function bodyFor({ request, path, query, root }: Exchange, token: KnownToken): string {
    const name = token.edition ?? switches.edition
    const key = request.body === '' ? `${token.user_id} ${name} ${root} ${request.target}` : undefined
    const known = key === undefined ? undefined : bodies.get(key, store.version())
    if (known !== undefined) return known
    const input = parseInput(request.method, query, request.headers, request.body ?? '')
    const body = list({ userId: token.user_id, edition: editions[name], input, url: publicRoot(name, root) + trimTrailingSlashes(path) })
    if (key !== undefined) bodies.set(key, body)
    return body
  }

  function publicRoot(name: EditionName, root: string): string {
    if (switches.publicUrl === 'request') return root
    return switches.publicUrl === 'brand' ? editions[name].origin : trimTrailingSlashes(switches.publicUrl)
  }

  return {
    answer,
    reset(): void {
      limiter.reset()
    },
  }
}

/** Illuminate\Http\Middleware\HandleCors: the header for every origin, and the answer to a preflight. */
function shareWithOrigins(exchange: Exchange, method: string): Answer | undefined {
  const { headers } = exchange.request
  exchange.headers['Access-Control-Allow-Origin'] = '*'
  if (method !== 'OPTIONS') return undefined
  exchange.headers['Vary'] = 'Access-Control-Request-Method'
  const requested = header(headers, 'access-control-request-method')
  return requested === undefined ? undefined : preflight(requested, header(headers, 'access-control-request-headers') ?? '')
}

/** `_method` in the body, else in the query. */
function methodParameter({ request, query }: Exchange): unknown {
  return parseBody(request.method, request.headers, request.body ?? '').get('_method') ?? parseQuery(query).get('_method')
}
