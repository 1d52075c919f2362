// The root of the URLs in bodies. Mirrors getScheme(), getHost(), getPort() and getBaseUrl() of Symfony's Request.

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

export type BaseUrl = {
  /** scheme://host[:port][prefix] of the request; throws 400 for a Host that cannot be one. */
  rootOf(headers: IncomingHttpHeaders): string
  /** The same without the prefix, as browsers write the Origin of a page. */
  originOf(headers: IncomingHttpHeaders): string
}

export type BaseUrlOptions = {
  /** Believe the X-Forwarded-* headers of whoever sends them. `Forwarded` is never read. */
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

/** The first value of a comma-separated list. */
function firstOf(list: string | undefined): string | undefined {
  const first = list?.split(',', 1)[0]?.trim()
  return first === '' ? undefined : first
}

function requireHost(authority: string): string {
  const host = authority.trim().replace(/:\d+$/, '').toLowerCase()
  if (host.replace(/(?:^\[)?[a-zA-Z0-9\-:\]_]+\.?/g, '') !== '') throw badRequest()
  return host === '' ? 'localhost' : host
}

/** (int) of what follows the last colon, so that `host:abc` has port 0; without one the scheme's default. */
function portOf(authority: string, scheme: string): number {
  const colon = authority.startsWith('[')
    ? authority.indexOf(':', authority.lastIndexOf(']'))
    : authority.lastIndexOf(':')
  const text = colon < 0 ? '' : authority.slice(colon + 1)
  if (text === '' || text === '0') return scheme === 'https' ? 443 : 80
  return Number.parseInt(text, 10) || 0
}
