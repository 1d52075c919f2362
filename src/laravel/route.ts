// Reads the path and the method of a request, and answers CORS preflights.
// Mirrors Illuminate\Routing\RouteCollection, Symfony's Request::getMethod() and the CORS
// middleware with its default configuration (paths api/*, every origin, method and header).

import type { IncomingHttpHeaders } from 'node:http'
import { badRequest } from './errors.ts'
import { fromBinary, hasInvalidUtf8, isAscii } from '../php/bytes.ts'
import { rawUrlDecode } from '../php/url-encoding.ts'
import { type Answer, header, trimSlashes, trimTrailingSlashes } from './http.ts'

/** $request->path(): the path without outer slashes; it keeps percent-escapes. */
export const requestPath = (path: string): string => trimSlashes(path) || '/'

/** The path to which the application redirects a browser without a valid token. */
export const LOGIN = '/login'

/** Whether a path matches this route, which has no parameters. */
export const leadsTo = (route: string, path: string): boolean =>
  path === route || decodePath(trimTrailingSlashes(path)) === route

/** Matches a path of the API without escapes. Nearly all paths match. */
const PLAIN_API_PATH = /^\/api\/[!-$&-.0-~][!-$&-~]*$/

/** $request->is('api/*'). It is never true for a path that is not UTF-8. */
export function isApiPath(path: string): boolean {
  if (PLAIN_API_PATH.test(path)) return true
  const decoded = decodePath(requestPath(path))
  return decoded.startsWith('api/') && !hasInvalidUtf8(decoded)
}

/** Resolves percent-escapes. Bytes that are not UTF-8 become lone surrogates. */
export const decodePath = (path: string): string => fromBinary(rawUrlDecode(path))

const OVERRIDABLE = /^[A-Z]+$/

/** The method. A POST may override it by a header or by the parameter `_method`. */
export function effectiveMethod(
  method: string,
  headers: IncomingHttpHeaders,
  parameter: () => unknown,
): string {
  if (method !== 'POST') return method
  const fromHeader = header(headers, 'x-http-method-override') ?? ''
  const override = fromHeader === '' || fromHeader === '0' ? parameter() : fromHeader
  if (override instanceof Map) throw badRequest()
  if (typeof override !== 'string') return method
  const upper = toUpperAscii(override)
  if (!OVERRIDABLE.test(upper)) throw badRequest()
  return upper
}

/** The answer to a CORS preflight, the same for every route. */
export function preflight(requestedMethod: string, requestedHeaders: string): Answer {
  return {
    status: 204,
    headers: {
      Vary: 'Access-Control-Request-Method, Access-Control-Request-Headers',
      'Access-Control-Allow-Methods': toUpperAscii(requestedMethod),
      'Access-Control-Allow-Headers': requestedHeaders,
      'Access-Control-Max-Age': '0',
      'Content-type': 'text/html; charset=UTF-8',
    },
    body: '',
  }
}

/** strtoupper(), which since PHP 8 changes only ASCII letters. */
const toUpperAscii = (text: string): string =>
  isAscii(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (word) => word.toUpperCase())
