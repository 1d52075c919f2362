// The worlds in which every correct client must do well.

import type { CorrectClient } from './client.ts'
import type { World } from './client.ts'
import { arrivals } from './world.ts'

export type NamedWorld = World & {
  readonly name: string
  /** The number of equal clients that share the token. */
  readonly atOnce?: number
  readonly hasOwnConnections?: boolean
}

const rows = 90
const filters = { type: 'widget' } as const

export const worlds: readonly NamedWorld[] = [
  { name: 'all is well', rows, filters },
  {
    name: 'answers take up to 30 ms',
    rows,
    filters,
    faults: [{ seed: 1, effect: { type: 'delay', distribution: 'uniform', min: 0, max: 30 } }],
  },
  {
    name: '429 with `Retry-After`',
    rows,
    filters,
    faults: [{ match: { nth: 2 }, effect: { type: 'rate_limit', retry_after: 1 } }],
  },
  {
    name: '503 twice',
    rows,
    filters,
    faults: [2, 3].map((nth) => ({ match: { nth }, effect: { type: 'status', status: 503 } })),
  },
  {
    name: 'rows come and go between the requests',
    rows,
    filters,
    script: {
      times: 20,
      steps: [
        { after: 1, insert: arrivals(6), delete: { newest: 2 } },
        { after: 2, delete: { oldest: 7 } },
        { after: 3, insert: arrivals(18) },
        { after: 4, insert: arrivals(3), delete: { newest: 12 }, touch: { oldest: 5 } },
      ],
    },
  },
  {
    name: 'conversations keep coming',
    rows,
    filters,
    traffic: { per_second: 300, limit: 60, draft: { type: 'widget' } },
  },
  { name: 'four at once with one token', rows, filters, atOnce: 4 },
  {
    name: 'four at once, each over its own connections',
    rows,
    filters,
    atOnce: 4,
    hasOwnConnections: true,
  },
  {
    name: 'three at once, two of them refused with 429',
    rows,
    filters,
    atOnce: 3,
    faults: [4, 5].map((nth) => ({
      match: { nth },
      effect: { type: 'rate_limit', retry_after: 1 },
    })),
  },
]

/** The worlds for all clients, and the client's own. */
export const worldsOf = ({ world }: CorrectClient): readonly NamedWorld[] =>
  world ? [...worlds, { name: 'a world of its own', ...world }] : worlds

/** Whether the rows stay the same from start to end. */
export const isStill = ({ script, traffic }: World): boolean =>
  script === undefined && traffic === undefined
