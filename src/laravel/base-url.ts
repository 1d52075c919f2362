// Builds the root of the URLs in answers. Mirrors getScheme(), getHost(), getPort() and
// getBaseUrl() of Symfony's Request.

import type { IncomingHttpHeaders } from 'node:http'
import { badRequest } from './errors.ts'
import { header, trimTrailingSlashes } from './http.ts'

const FORWARDED = [
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
] as const
const REMEMBERED_HOSTS = 1000

type BaseUrl = {
  /** scheme://host[:port][prefix] of the request. Throws 400 for an invalid Host header. */
  rootOf(headers: IncomingHttpHeaders): string
  /** scheme://host[:port] of the request, as browsers send it in the header Origin. */
  originOf(headers: IncomingHttpHeaders): string
}

type BaseUrlOptions = {
  /** Whether the X-Forwarded-* headers of any client count. The header Forwarded is never read. */
  readonly trustProxies: boolean
  /** Whether requests come over HTTPS. */
  readonly isSecure?: boolean
}

export function createBaseUrl({ trustProxies, isSecure = false }: BaseUrlOptions): BaseUrl {
  const ownScheme = isSecure ? 'https' : 'http'
  const roots = new Map<string, string>()
  return {
    rootOf(headers) {
      const host = headers.host ?? ''
      if (trustProxies && FORWARDED.some((name) => name in headers))
        return requireRoot(host, headers, ownScheme)
      const known = roots.get(host)
      if (known !== undefined) return known
      const root = requireRoot(host, {}, ownScheme)
      if (roots.size < REMEMBERED_HOSTS) roots.set(host, root)
      return root
    },
    originOf: (headers) =>
      requireRoot(
        headers.host ?? '',
        trustProxies ? { ...headers, 'x-forwarded-prefix': undefined } : {},
        ownScheme,
      ),
  }
}

function requireRoot(
  hostHeader: string,
  forwarded: IncomingHttpHeaders,
  ownScheme: 'http' | 'https',
): string {
  const [proto, forwardedHost, port, prefix] = FORWARDED.map((name) =>
    firstOf(header(forwarded, name)),
  )
  const scheme = proto === undefined ? ownScheme : schemeOf(proto)
  const authority = forwardedHost ?? hostHeader
  const host = requireHost(authority)
  const number = portOf(port === undefined ? authority : `0.0.0.0:${port}`, scheme)
  const isDefault = number === (scheme === 'https' ? 443 : 80)
  return `${scheme}://${host}${isDefault ? '' : `:${number}`}${trimTrailingSlashes(prefix ?? '')}`
}

const schemeOf = (proto: string): 'http' | 'https' =>
  ['https', 'on', 'ssl', '1'].includes(proto.toLowerCase()) ? 'https' : 'http'

/** The first value of a comma-separated list; undefined when it is empty. */
function firstOf(list: string | undefined): string | undefined {
  const first = list?.split(',', 1)[0]?.trim()
  return first === '' ? undefined : first
}

function requireHost(authority: string): string {
  const host = authority.trim().replace(/:\d+$/, '').toLowerCase()
  if (host.replace(/(?:^\[)?[a-zA-Z0-9\-:\]_]+\.?/g, '') !== '') throw badRequest()
  return host === '' ? 'localhost' : host
}

/**
 * The port after the last colon, read with PHP's (int): `host:abc` has port 0. Without a port, the
 * default of the scheme.
 */
function portOf(authority: string, scheme: string): number {
  const colon = authority.startsWith('[')
    ? authority.indexOf(':', authority.lastIndexOf(']'))
    : authority.lastIndexOf(':')
  const text = colon < 0 ? '' : authority.slice(colon + 1)
  if (text === '' || text === '0') return scheme === 'https' ? 443 : 80
  return Number.parseInt(text, 10) || 0
}

const FRONT_CONTROLLER = '/index.php'

/** Request::prepareBaseUrl(): `/index.php` for a path that begins with it, otherwise empty. */
export function baseOf(path: string): string {
  if (!path.startsWith(FRONT_CONTROLLER)) return ''
  const { length } = FRONT_CONTROLLER
  return path.length === length || path[length] === '/' ? FRONT_CONTROLLER : ''
}
