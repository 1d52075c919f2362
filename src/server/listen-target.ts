// The address of a server, as the argument of its listen().

import * as net from 'node:net'

type Target = { readonly port: number; readonly host: string; readonly ipv6Only: boolean }

/** Missing from earlier versions of Node.js, and from its types. */
const { BoundSocket }: typeof net & { readonly BoundSocket?: new (target: Target) => object } = net

/**
 * A socket bound to an IP address: listen() would look up the address first, and load what it needs
 * for names. Throws where the address cannot be bound.
 */
export function toListenTarget(port: number, host: string): object {
  const target = { port, host, ipv6Only: host === '::1' }
  return BoundSocket !== undefined && net.isIP(host) !== 0 ? new BoundSocket(target) : target
}
