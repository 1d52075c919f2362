// Compares the headers of two answers. It skips headers that proxies, servers or the mock add,
// which say nothing about the API.

import type { LiveHeaders } from '../live/headers.ts'
import type { Difference } from './entry.ts'
import { type Bases, mapLink, shown } from './mapping.ts'

const OF_SERVERS =
  /^(?:server|date|age|via|connection|keep-alive|transfer-encoding|content-(?:length|encoding|security-policy.*)|host|x-powered-by|alt-svc|nel|report(?:ing-endpoints|-to)|strict-transport-security|expect-ct|x-(?:frame-options|xss-protection|content-type-options|permitted-cross-domain-policies|download-options|dns-prefetch-control|request-id|correlation-id|trace-id|runtime|served-by|cache.*|timer|amz.*|amzn.*|mock-.*|debugbar.*|vercel-.*|nf-.*|envoy-.*|forwarded-.*|robots-tag)|cf-.*|cross-origin-.*|referrer-policy|permissions-policy|origin-agent-cluster|set-cookie|etag|last-modified|accept-ranges|server-timing|fly-.*|traceparent|tracestate|preference-applied|pragma|expires)$/

/** Both answers must have these headers, but their values change with every answer. */
const CHANGING = /^(?:x-ratelimit-(?:remaining|reset)|retry-after)$/

type Sides = { readonly live: LiveHeaders; readonly mock: LiveHeaders }
type SideBases = { readonly live: Bases; readonly mock: Bases }

export function compareHeaders({ live, mock }: Sides, bases: SideBases): Difference[] {
  const names = new Set([...mock.sent, ...live.sent].map(([name]) => name.toLowerCase()))
  return [...names]
    .filter((name) => !OF_SERVERS.test(name))
    .flatMap((name): Difference[] => {
      const values = { live: live.get(name), mock: mock.get(name) }
      const isSame =
        valueOf(name, values.live, bases.live) === valueOf(name, values.mock, bases.mock)
      if (isSame) return []
      return [
        {
          where: `header ${name}`,
          kind: 'header',
          live: shown(values.live),
          mock: shown(values.mock),
        },
      ]
    })
}

function valueOf(name: string, value: string | undefined, bases: Bases): string | undefined {
  if (value === undefined) return undefined
  if (CHANGING.test(name)) return 'changing'
  if (name === 'location') return mapLink(value, bases)
  return name === 'content-type' || name === 'cache-control' ? value.toLowerCase() : value
}
