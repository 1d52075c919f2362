// The guard of the admin API. Every request below /__admin passes here before its route is known.
//
// A browser sends what any web page tells it to, also to loopback addresses, and a name of the page's own may point here (DNS
// rebinding). So the name must be one of ours, a page must come from this very origin, and the token must be there.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AdminFailure } from './failure.ts'

export type GuardOptions = {
  readonly adminToken: string
  /** Names under which the mock is reached besides loopback and its own address, in lower case. */
  readonly allowedHosts: readonly string[]
  /** scheme://host[:port] of a request. Throws for a Host that cannot be one. */
  readonly originOf: (headers: IncomingHttpHeaders) => string
}

export type Caller = {
  readonly headers: IncomingHttpHeaders
  /** The address of this machine that the connection came in on. */
  readonly localAddress: string | undefined
}

export type Guard = (caller: Caller) => void

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Throws an AdminFailure: 403 for a foreign Host or Origin, 401 without the token. */
export function createGuard({ adminToken, allowedHosts, originOf }: GuardOptions): Guard {
  const expected = digest(adminToken)
  const allowed = new Set(allowedHosts)

  return ({ headers, localAddress }) => {
    const host = hostOf(headers.host ?? '')
    if (!LOOPBACK.has(host) && !allowed.has(host) && host !== toHost(localAddress)) {
      throw new AdminFailure(
        403,
        `the host ${JSON.stringify(host)} is not allowed here; name it with --allowed-hosts, or use localhost`,
      )
    }
    const { origin } = headers
    if (origin !== undefined && origin !== originOf(headers)) {
      throw new AdminFailure(
        403,
        `the origin ${JSON.stringify(origin)} is not allowed; only pages of this very host and port may steer the mock`,
      )
    }
    if (headers['sec-fetch-site'] === 'cross-site')
      throw new AdminFailure(403, 'pages of other sites may not steer the mock')
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    if (given === undefined || !timingSafeEqual(digest(given), expected)) {
      throw new AdminFailure(
        401,
        'the admin token is missing or wrong; send it as "Authorization: Bearer <token>"',
      )
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The name or address in a Host header, without port, in lower case. */
const hostOf = (header: string): string => header.replace(/:\d*$/, '').toLowerCase()

/** An address of this machine as a Host header has it. */
function toHost(address: string | undefined): string | undefined {
  const plain = address
    ?.replace(/^::ffff:/i, '')
    .replace(/%.*$/, '')
    .toLowerCase()
  return plain?.includes(':') ? `[${plain}]` : plain
}
