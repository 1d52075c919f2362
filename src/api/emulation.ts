// The way of a request, from what was sent to what Laravel answers, in the order in which a Laravel application works:
//
//   host → CORS → method and route → token → limiter → (a body rendered before) → validate → query → page | cursor

import { editions, type EditionName } from '../editions.ts'
import { bodyOf, type Exchange, paginatorFor, queryOf } from '../exchange.ts'
import {
  bodyTooLarge,
  Failure,
  malformedUrl,
  serverError,
  unauthenticated,
} from '../laravel/errors.ts'
import { hasInvalidUtf8 } from '../php/bytes.ts'
import { InputLimitError } from '../php/query-string.ts'
import type { IncomingHttpHeaders } from 'node:http'
import type { Store } from '../store/open-store.ts'
import type { KnownToken } from '../store/tokens.ts'
import type { Switches } from '../config.ts'
import { expectsJson } from '../laravel/accept.ts'
import { createAnswerCache } from './answer-cache.ts'
import { createBaseUrl } from '../laravel/base-url.ts'
import { parseBearer } from '../laravel/bearer.ts'
import { renderFailure } from '../laravel/failure-page.ts'
import { type Answer, header, trimTrailingSlashes } from '../laravel/http.ts'
import { documentedList } from './documented-list.ts'
import { createLimiter } from '../laravel/limiter.ts'
import { createList, type ListBody } from './list-conversations.ts'
import { matchRoute } from './routes.ts'
import { decodePath, effectiveMethod, isApiPath, preflight } from '../laravel/route.ts'

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

/** A request as it passes Laravel's middleware, where headers of the answer gather. */
type Passage = { readonly exchange: Exchange; root: string; headers: Record<string, string> }

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

  /** Never throws: an exception of Laravel is a 500, as it is there. */
  const answer = (exchange: Exchange): Answer => complete(exchange, respond)

  /** Laravel's answer when the request fails so. */
  const refuse = (exchange: Exchange, failure: Failure): Answer =>
    complete(exchange, (passage) => {
      passage.root = baseUrl.rootOf(exchange.headers)
      if (isApiPath(exchange.path)) shareWithOrigins(passage, exchange.method)
      throw failure
    })

  function complete(exchange: Exchange, work: (passage: Passage) => Answer): Answer {
    const passage: Passage = { exchange, root: '', headers: {} }
    const { status, headers, body, rows, listing } = answerOrFail(passage, work)
    return {
      status,
      headers: { 'Cache-Control': 'no-cache, private', ...passage.headers, ...headers },
      body,
      rows,
      listing,
    }
  }

  function answerOrFail(passage: Passage, work: (passage: Passage) => Answer): Answer {
    try {
      return work(passage)
    } catch (error) {
      const { headers, path } = passage.exchange
      return renderFailure(toFailure(error), {
        wantsJson: expectsJson(headers) || (switches.jsonErrors === 'always' && isApiPath(path)),
        root: passage.root,
        referer: header(headers, 'referer'),
      })
    }
  }

  function toFailure(error: unknown): Failure {
    if (error instanceof Failure) return error
    if (!(error instanceof InputLimitError)) options.report(error)
    return serverError()
  }

  function respond(passage: Passage): Answer {
    const { exchange } = passage
    const { method: sent, headers, path, query, body, token, time } = exchange
    if (query.length > SUSPICIOUS_QUERY) queryOf(exchange)
    passage.root = baseUrl.rootOf(headers)
    if (switches.laravel >= 12 && hasInvalidUtf8(decodePath(path))) throw malformedUrl()
    const method = effectiveMethod(sent, headers, () => methodParameter(exchange))
    const crossOrigin = isApiPath(path) ? shareWithOrigins(passage, method) : undefined
    if (body === undefined) throw bodyTooLarge()
    const settled = crossOrigin ?? matchRoute(method, path, switches.jsonErrors === 'negotiated')
    if (settled) return settled
    if (!token) throw unauthenticated()
    const { hit } = exchange.isFromDashboard ? dashboardLimiter : limiter
    Object.assign(passage.headers, hit(token.user_id, time))
    return {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      ...listFor(passage, token),
    }
  }

  function listFor({ exchange, root }: Passage, token: KnownToken): ListBody {
    const { body, distortion, preferences, edition, target } = exchange
    const url = publicRoot(edition, root) + trimTrailingSlashes(exchange.path)
    const isDocumented = preferences?.example === 'documented'
    if (isDocumented) return documentedList(edition, paginatorFor(exchange))
    if (body !== '' || distortion) return list(exchange, token, url)
    const key = `${token.dataset_id} ${edition} ${root} ${target}`
    const version = store.version(token.dataset_id)
    const known = bodies.get(key, version)
    if (known !== undefined) return known
    const made = list(exchange, token, url)
    bodies.set(key, version, made)
    return made
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

  return { identify, answer, refuse, resetLimiter }
}

/** Illuminate\Http\Middleware\HandleCors: the header for every origin, and the answer to a preflight. */
function shareWithOrigins(passage: Passage, method: string): Answer | undefined {
  const { headers } = passage.exchange
  passage.headers['Access-Control-Allow-Origin'] = '*'
  if (method !== 'OPTIONS') return undefined
  passage.headers['Vary'] = 'Access-Control-Request-Method'
  const requested = header(headers, 'access-control-request-method')
  return requested === undefined
    ? undefined
    : preflight(requested, header(headers, 'access-control-request-headers') ?? '')
}

/** `_method` in the body, else in the query. */
const methodParameter = (exchange: Exchange): unknown =>
  bodyOf(exchange).get('_method') ?? queryOf(exchange).get('_method')
