// The guard of the admin API. It checks every request below /__admin before the router sees it.
//
// A web page can make a browser send requests to loopback addresses. It can also point its own host
// name here (DNS rebinding). The guard accepts only our host names, pages of the same origin, and
// calls with the admin token.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AdminFailure } from './failure.ts'

export type GuardOptions = {
  readonly adminToken: string
  /**
   * More host names of the mock, in lower case. Loopback and its own address are always allowed.
   */
  readonly allowedHosts: readonly string[]
  /** The scheme://host[:port] of a request. Throws for an invalid Host header. */
  readonly originOf: (headers: IncomingHttpHeaders) => string
}

type Caller = {
  readonly headers: IncomingHttpHeaders
  /** The address of this machine that the client connected to. */
  readonly localAddress: string | undefined
}

type Guard = (caller: Caller) => void

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Throws an AdminFailure: 403 for a foreign Host or Origin, 401 for a missing or wrong token. */
export function createGuard({ adminToken, allowedHosts, originOf }: GuardOptions): Guard {
  const expected = digest(adminToken)
  const allowed = new Set(allowedHosts)
  const ownOrigin = orRefused(originOf)

  return ({ headers, localAddress }) => {
    const host = hostOf(headers.host ?? '')
    if (!LOOPBACK.has(host) && !allowed.has(host) && host !== toHost(localAddress)) {
      throw new AdminFailure(
        403,
        `the host ${JSON.stringify(host)} is not allowed here; name it with --allowed-hosts, or use localhost`,
      )
    }
    const { origin } = headers
    if (origin !== undefined && origin !== ownOrigin(headers)) {
      throw new AdminFailure(
        403,
        `the origin ${JSON.stringify(origin)} is not allowed; only a page of this mock, at the same host and port, may call the admin API`,
      )
    }
    if (headers['sec-fetch-site'] === 'cross-site')
      throw new AdminFailure(403, 'a page of another site may not call the admin API')
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    if (given === undefined || !timingSafeEqual(digest(given), expected)) {
      throw new AdminFailure(
        401,
        'the admin token is missing or wrong; send it as "Authorization: Bearer <token>"',
      )
    }
  }
}

type OfHost = (headers: IncomingHttpHeaders) => string

/** With `--trust-proxies`, the host is that of X-Forwarded-Host, which any caller may send. */
export const orRefused =
  (ofHost: OfHost): OfHost =>
  (headers) => {
    try {
      return ofHost(headers)
    } catch {
      throw new AdminFailure(403, NO_HOST)
    }
  }

const NO_HOST =
  'the Host or X-Forwarded-Host of this call is no host name; correct the header, or the proxy that sets it'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The name or address in a Host header, in lower case and without a port. */
const hostOf = (header: string): string => header.replace(/:\d*$/, '').toLowerCase()

/** An address of this machine in the form of a Host header. */
function toHost(address: string | undefined): string | undefined {
  const plain = address
    ?.replace(/^::ffff:/i, '')
    .replace(/%.*$/, '')
    .toLowerCase()
  return plain?.includes(':') ? `[${plain}]` : plain
}
