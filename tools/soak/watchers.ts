// People who look on while clients send requests: reports, exports and live streams, of which some are not read.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, User } from './admin.ts'

const READING = 2
const NOT_READING = 2

type Call = { readonly path: (turn: number) => string; readonly everyMs: number }
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
  const followers = Array.from({ length: READING + NOT_READING }, (_, index) => follow(index < READING))

  return {
    /** How many calls failed, and a line for each kind of call. */
    async stop(): Promise<{ failed: number; lines: string[] }> {
      end.abort()
      await Promise.all([...running, ...followers])
      const failed = [...times.values()].reduce((sum, kind) => sum + kind.failed, 0)
      return { failed, lines: [...times].map(toLine) }
    },
  }

  async function repeat(name: string, { path, everyMs }: Call): Promise<void> {
    for (let turn = 0; !signal.aborted; turn++) {
      const start = performance.now()
      const isAnswered = await admin.report(path(turn)).then(
        () => true,
        () => false,
      )
      const { calls: made, failed, longest } = times.get(name) ?? { calls: 0, failed: 0, longest: 0 }
      times.set(name, {
        calls: made + 1,
        failed: failed + (isAnswered ? 0 : 1),
        longest: Math.max(longest, performance.now() - start),
      })
      await sleep(everyMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** A follower that does not read may be cut off, and one that reads ends with the watching. */
  async function follow(isRead: boolean): Promise<void> {
    try {
      const { body } = await admin.follow(signal)
      if (isRead) await body?.pipeTo(new WritableStream(), { signal })
      else await sleep(2 ** 31 - 1, undefined, { signal })
    } catch {
      // Ended, or cut off.
    }
  }
}

const toLine = ([name, { calls, failed, longest }]: [string, Times]): string =>
  `${name}: ${calls} calls, ${failed} failed, the longest ${longest.toFixed(0)} ms`
