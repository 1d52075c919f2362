// The host names in the URLs of a mock.

/** A host name or IP address by which this machine reaches a listening address. */
export function toHostname(host: string): string {
  if (host === 'loopback' || host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
