// Simulates people who use reports, exports and live streams while clients send requests. Some
// streams are not read.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, User } from './admin.ts'
import { followReading, followWithoutReading } from './followers.ts'

const FOLLOWERS = 2

type Call = { readonly path: (turn: number) => string; readonly everyMs: number }
type Watched = {
  /** The number of failed calls of the admin API, including followers. */
  readonly failed: number
  /** The number of requests that reading followers did not receive. */
  readonly missed: number
  /** One line for each kind of call. */
  readonly lines: readonly string[]
}
type Times = { readonly calls: number; readonly failed: number; readonly longest: number }

export function startWatchers(admin: Admin, users: readonly User[]) {
  const ofUser = (turn: number): string => `user=${users[turn % users.length]?.id}`
  const calls: Record<string, Call> = {
    'findings of a user': { path: (turn) => `/findings?${ofUser(turn)}`, everyMs: 500 },
    findings: { path: () => '/findings', everyMs: 5000 },
    walks: { path: () => '/walks?limit=100', everyMs: 5000 },
    requests: { path: (turn) => `/requests?limit=1000&${ofUser(turn)}`, everyMs: 2000 },
    export: { path: (turn) => `/dataset?${ofUser(turn)}`, everyMs: 2000 },
    statistics: { path: (turn) => `/statistics?${ofUser(turn)}`, everyMs: 2000 },
  }
  const times = new Map<string, Times>()
  const end = new AbortController()
  const { signal } = end
  const running = Object.entries(calls).map(([name, call]) => repeat(name, call))
  const each = Array.from({ length: FOLLOWERS })
  const reading = each.map(async () => followReading(admin, signal))
  const notReading = each.map(async () => followWithoutReading(admin, signal))
  const followed = Promise.allSettled(reading)

  return {
    async stop(): Promise<Watched> {
      end.abort()
      await Promise.all([...running, ...notReading])
      const ends = await followed
      const cut = ends.filter(({ status }) => status === 'rejected').length
      const missed = ends.reduce(
        (sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0),
        0,
      )
      const failed = [...times.values()].reduce((sum, kind) => sum + kind.failed, cut)
      const lines = [...times].map(toLine)
      return {
        failed,
        missed,
        lines: [
          ...lines,
          `followers that read: ${FOLLOWERS}, ${cut} cut off, ${missed} requests missed`,
        ],
      }
    },
  }

  async function repeat(name: string, { path, everyMs }: Call): Promise<void> {
    for (let turn = 0; !signal.aborted; turn++) {
      const start = performance.now()
      const isAnswered = await admin.report(path(turn)).then(
        () => true,
        () => false,
      )
      const {
        calls: made,
        failed,
        longest,
      } = times.get(name) ?? { calls: 0, failed: 0, longest: 0 }
      times.set(name, {
        calls: made + 1,
        failed: failed + (isAnswered ? 0 : 1),
        longest: Math.max(longest, performance.now() - start),
      })
      await sleep(everyMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

const toLine = ([name, { calls, failed, longest }]: [string, Times]): string =>
  `${name}: ${calls} calls, ${failed} failed, the longest ${longest.toFixed(0)} ms`
