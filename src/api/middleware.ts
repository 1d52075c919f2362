// Laravel's middleware, which runs before a handler. It reads the method, checks the token and adds
// the headers for other origins (CORS).

import type { Switches } from '../config.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { bodyOf, queryOf } from '../exchange/input.ts'
import { unauthenticated } from '../laravel/errors.ts'
import { type Answer, header } from '../laravel/http.ts'
import { HttpResponseException, jsonAnswer } from '../laravel/json-answer.ts'
import { effectiveMethod, preflight } from '../laravel/route.ts'
import type { Endpoint } from './endpoint.ts'

/** The method of a request, after an override. Throws a Failure when `_method` is no method. */
export const methodOf = (exchange: Exchange): string =>
  effectiveMethod(exchange.method, exchange.headers, () => methodParameter(exchange))

/** The parameter `_method` of the body, even if it is null; otherwise that of the query. */
function methodParameter(exchange: Exchange): unknown {
  const { fields } = bodyOf(exchange)
  return fields.has('_method') ? fields.get('_method') : queryOf(exchange).get('_method')
}

/**
 * Illuminate\Auth\Middleware\Authenticate. The documentation prints another body for a 401 of the
 * automate routes.
 */
export function authenticate(
  { middleware }: Endpoint,
  { token }: Exchange,
  { automate401 }: Switches,
): void {
  if (token) return
  const isAutomate = middleware.includes('auth:automate')
  if (isAutomate && automate401 === 'documented') throw new HttpResponseException(unauthorized)
  if (isAutomate || middleware.includes('auth')) throw unauthenticated()
}

const unauthorized = jsonAnswer(401, { error: 'Unauthorized' })

/**
 * Illuminate\Http\Middleware\HandleCors: adds headers to the answer. Returns the answer to a
 * preflight; undefined for any other request.
 */
export function shareWithOrigins(
  { headers, middlewareHeaders }: Exchange,
  method: string,
): Answer | undefined {
  middlewareHeaders['Access-Control-Allow-Origin'] = '*'
  if (method !== 'OPTIONS') return undefined
  middlewareHeaders['Vary'] = 'Access-Control-Request-Method'
  const requested = header(headers, 'access-control-request-method')
  return requested === undefined
    ? undefined
    : preflight(requested, header(headers, 'access-control-request-headers') ?? '')
}
