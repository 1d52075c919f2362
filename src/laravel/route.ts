// Finds the route and the method that a request means. Mirrors Illuminate\Routing\RouteCollection, Symfony's Request::getMethod() and
// the CORS middleware with its default configuration (paths api/*, every origin, method and header).

import type { IncomingHttpHeaders } from 'node:http'
import { badRequest } from './errors.ts'
import { fromBinary, hasInvalidUtf8, isAscii } from '../php/bytes.ts'
import { rawUrlDecode } from '../php/query-string.ts'
import { type Answer, header, trimSlashes, trimTrailingSlashes } from './http.ts'

/** $request->path(): without the outer slashes, percent-escapes kept. */
export const requestPath = (path: string): string => trimSlashes(path) || '/'

/** Where the application sends a browser that brings no good token. */
export const LOGIN = '/login'

/** Whether a path leads to a route without parameters. */
export const leadsTo = (route: string, path: string): boolean =>
  path === route || decodePath(trimTrailingSlashes(path)) === route

/** A path of the API without escapes, as nearly all are. */
const PLAIN_API_PATH = /^\/api\/[!-$&-.0-~][!-$&-~]*$/

/** $request->is('api/*'), which is never true of a path that is not UTF-8. */
export function isApiPath(path: string): boolean {
  if (PLAIN_API_PATH.test(path)) return true
  const decoded = decodePath(requestPath(path))
  return decoded.startsWith('api/') && !hasInvalidUtf8(decoded)
}

/** Percent-escapes resolved; bytes that are not UTF-8 live on as lone surrogates. */
export const decodePath = (path: string): string => fromBinary(rawUrlDecode(path))

const OVERRIDABLE = /^[A-Z]+$/

/** The method, which a POST may override by header or by a `_method` parameter. */
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

/** The answer to a CORS preflight, whatever the route. */
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

/** strtoupper(), which since PHP 8 knows ASCII letters only. */
const toUpperAscii = (text: string): string =>
  isAscii(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (word) => word.toUpperCase())
