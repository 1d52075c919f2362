// The way of a request, from what was sent to what Laravel answers, in the order in which a Laravel application works:
//
//   host → CORS → method and route → token → limiter → (a body rendered before) → validate → query → page | cursor

import { editions, type EditionName, paginatorOf, readFields } from '../editions.ts'
import {
  bodyTooLarge,
  Failure,
  malformedUrl,
  serverError,
  unauthenticated,
} from '../laravel/errors.ts'
import { hasInvalidUtf8 } from '../php/bytes.ts'
import { parseQuery, InputLimitError } from '../php/query-string.ts'
import type { IncomingHttpHeaders } from 'node:http'
import type { Store } from '../store/open-store.ts'
import type { KnownToken } from '../store/tokens.ts'
import type { Switches } from '../config.ts'
import { expectsJson } from '../laravel/accept.ts'
import { createAnswerCache } from './answer-cache.ts'
import { createBaseUrl } from '../laravel/base-url.ts'
import { parseBearer } from '../laravel/bearer.ts'
import { renderFailure } from '../laravel/failure-page.ts'
import {
  type Answer,
  type ApiRequest,
  header,
  splitTarget,
  trimTrailingSlashes,
} from '../laravel/http.ts'
import { parseBody, parseInput } from '../laravel/input.ts'
import { type Distortion, undistorted } from '../faults/distortion.ts'
import { documentedList } from './documented-list.ts'
import { createLimiter } from '../laravel/limiter.ts'
import { createList, type ListBody } from './list-conversations.ts'
import { decodePath, effectiveMethod, isApiPath, matchRoute, preflight } from '../laravel/route.ts'

export type Emulation = ReturnType<typeof createEmulation>

export type EmulationOptions = {
  readonly store: Store
  readonly switches: Switches
  /** Unix seconds, as the user's clock shows them. */
  readonly now: (userId: number) => number
  /** Told of what should never happen; the client gets a 500 all the same. */
  readonly report: (error: unknown) => void
  /** Bytes of bodies that are kept for the next time. */
  readonly maxBodies: number
}

/** The client, and the differences that this request alone asks for. */
export type Circumstances = {
  /** From identify(); undefined for a request without a good token. */
  readonly token: KnownToken | undefined
  /** The edition that the request meets. */
  readonly edition: EditionName
  readonly distortion?: Distortion | undefined
  /** Answer with the list that the edition's documentation prints. */
  readonly isDocumented?: boolean | undefined
  /** Whether the mock's own page asks, which has a window of the rate limit for itself. */
  readonly isFromDashboard?: boolean | undefined
}

/** The facts about a request on its way; headers gather as it passes the middleware. */
type Exchange = {
  readonly request: ApiRequest
  readonly circumstances: Circumstances
  readonly path: string
  readonly query: string
  root: string
  headers: Record<string, string>
}

// PHP counts the variables of a query and their levels before Laravel starts; a shorter query cannot have too many.
const SUSPICIOUS_QUERY = 128

export function createEmulation(options: EmulationOptions) {
  const { store, switches, now } = options
  const baseUrl = createBaseUrl(switches.trustProxies)
  const limiter = createLimiter(switches.rateLimit)
  const dashboardLimiter = createLimiter(switches.rateLimit)
  const list = createList(options)
  const bodies = createAnswerCache(options.maxBodies)

  /** The good token that a request brings. */
  function identify(headers: IncomingHttpHeaders): KnownToken | undefined {
    const credentials = parseBearer(header(headers, 'authorization'))
    const token = credentials && store.findToken(credentials.secret)
    const isMeant = token && (credentials.id === undefined || credentials.id === BigInt(token.id))
    return isMeant && token.expiresAt >= now(token.user_id) ? token : undefined
  }

  /** Never throws: what Laravel would fail on with 500 is answered with 500. */
  function answer(request: ApiRequest, circumstances: Circumstances): Answer {
    return complete(request, circumstances, respond)
  }

  /** Laravel's answer when the request fails so. */
  function refuse(request: ApiRequest, failure: Failure): Answer {
    return complete(request, { token: undefined, edition: switches.edition }, (exchange) => {
      exchange.root = baseUrl.rootOf(request.headers)
      if (isApiPath(exchange.path)) shareWithOrigins(exchange, request.method)
      throw failure
    })
  }

  function complete(
    request: ApiRequest,
    circumstances: Circumstances,
    work: (exchange: Exchange) => Answer,
  ): Answer {
    const exchange: Exchange = {
      request,
      circumstances,
      ...splitTarget(request.target),
      root: '',
      headers: {},
    }
    const { status, headers, body, rows, listing } = answerOrFail(exchange, work)
    return {
      status,
      headers: { 'Cache-Control': 'no-cache, private', ...exchange.headers, ...headers },
      body,
      rows,
      listing,
    }
  }

  function answerOrFail(exchange: Exchange, work: (exchange: Exchange) => Answer): Answer {
    try {
      return work(exchange)
    } catch (error) {
      return renderFailure(toFailure(error), {
        wantsJson:
          expectsJson(exchange.request.headers) ||
          (switches.jsonErrors === 'always' && isApiPath(exchange.path)),
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
    const settled = crossOrigin ?? matchRoute(method, path, switches.jsonErrors === 'negotiated')
    if (settled) return settled
    const { token, isFromDashboard } = exchange.circumstances
    if (!token) throw unauthenticated()
    Object.assign(
      exchange.headers,
      (isFromDashboard ? dashboardLimiter : limiter).hit(token.user_id, now(token.user_id)),
    )
    return {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      ...listFor(exchange, token),
    }
  }

  function listFor(exchange: Exchange, token: KnownToken): ListBody {
    const { request, circumstances, root } = exchange
    if (request.body !== '' || circumstances.distortion || circumstances.isDocumented)
      return readList(exchange, token)
    const key = `${token.dataset_id} ${circumstances.edition} ${root} ${request.target}`
    const version = store.version(token.dataset_id)
    const known = bodies.get(key, version)
    if (known !== undefined) return known
    const body = readList(exchange, token)
    bodies.set(key, version, body)
    return body
  }

  function readList(
    { request, circumstances, path, query, root }: Exchange,
    token: KnownToken,
  ): ListBody {
    const { edition } = circumstances
    const input = parseInput(request.method, query, request.headers, request.body ?? '', readFields)
    if (circumstances.isDocumented)
      return documentedList(edition, paginatorOf(editions[edition], input.all))
    return list({
      datasetId: token.dataset_id,
      edition: editions[edition],
      input,
      url: publicRoot(edition, root) + trimTrailingSlashes(path),
      now: now(token.user_id),
      distortion: circumstances.distortion ?? undistorted,
    })
  }

  /** The edition that a request meets, unless it asks for another. */
  function editionOf(token: KnownToken | undefined): EditionName {
    return token?.edition ?? switches.edition
  }

  function publicRoot(name: EditionName, root: string): string {
    if (switches.publicUrl === 'request') return root
    return switches.publicUrl === 'brand'
      ? editions[name].origin
      : trimTrailingSlashes(switches.publicUrl)
  }

  function resetLimiter(userId?: number): void {
    for (const { reset } of [limiter, dashboardLimiter]) reset(userId)
  }

  return { identify, editionOf, answer, refuse, resetLimiter }
}

/** Illuminate\Http\Middleware\HandleCors: the header for every origin, and the answer to a preflight. */
function shareWithOrigins(exchange: Exchange, method: string): Answer | undefined {
  const { headers } = exchange.request
  exchange.headers['Access-Control-Allow-Origin'] = '*'
  if (method !== 'OPTIONS') return undefined
  exchange.headers['Vary'] = 'Access-Control-Request-Method'
  const requested = header(headers, 'access-control-request-method')
  return requested === undefined
    ? undefined
    : preflight(requested, header(headers, 'access-control-request-headers') ?? '')
}

/** `_method` in the body, else in the query. */
function methodParameter({ request, query }: Exchange): unknown {
  return (
    parseBody(request.method, request.headers, request.body ?? '', readFields).get('_method') ??
    parseQuery(query).get('_method')
  )
}
