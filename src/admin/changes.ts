// Changes of the mock, as server-sent events. No change tells anybody: while somebody follows, a few numbers are compared four times
// a second, and otherwise nothing happens at all.

import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { clearInterval, performance, setInterval } from '../clock/real-time.ts'
import { AdminFailure } from './failure.ts'
import type { MockControls } from './controls.ts'

const LOOK_MS = 250
const PING_MS = 15_000
const RETRY_MS = 1000
const MAX_FOLLOWERS = 32
/** How long a follower may take nothing of what waits for it. */
const MAX_SILENCE_MS = 10_000

/** Numbers that rise with each change; those of another run say nothing about these. */
export type Versions = {
  readonly run: string
  readonly rows: number
  readonly users: number
  readonly requests: number
  /** All that the admin API changes. */
  readonly controls: number
}

type Follower = {
  readonly response: ServerResponse
  /** The last event. */
  told: string
  heardAt: number
  /** Since when it takes nothing; undefined while it does. */
  silentSince: number | undefined
}

export type Changes = ReturnType<typeof createChanges>

export function createChanges({ store, journal }: Pick<MockControls, 'store' | 'journal'>) {
  const followers = new Set<Follower>()
  const run = randomUUID()
  let timer: NodeJS.Timeout | undefined
  let controls = 0
  let isClosed = false
  let known: Versions = { run, rows: 0, users: 0, requests: 0, controls: 0 }

  function read(): Versions {
    try {
      const [rows, users] = [store.latestVersion(), store.tokens.version()]
      known = { run, rows, users, requests: journal.lastId(), controls }
    } catch {
      // The file is out of reach for now, which the next call of somebody says.
    }
    return known
  }

  function look(): void {
    const event = `event: changed\ndata: ${JSON.stringify(read())}\n\n`
    const now = performance.now()
    for (const follower of followers) {
      if (follower.silentSince !== undefined) {
        if (now - follower.silentSince > MAX_SILENCE_MS) follower.response.destroy()
      } else if (follower.told !== event) tell(follower, event, now)
      else if (now - follower.heardAt > PING_MS) tell(follower, ': ping\n\n', now)
    }
  }

  /** A follower that takes nothing misses events: the next one has all that they said. */
  function tell(follower: Follower, text: string, now: number): void {
    follower.heardAt = now
    if (!text.startsWith(':')) follower.told = text
    if (!follower.response.write(text)) follower.silentSince = now
  }

  return {
    /** After a call that changed something. */
    note(): void {
      controls++
    },

    /** Keeps writing until the client or the mock goes. Throws 429 when too many follow. */
    follow(response: ServerResponse): void {
      if (response.destroyed) return
      if (followers.size >= MAX_FOLLOWERS)
        throw new AdminFailure(429, 'too many streams of changes are open; close one first')
      const follower: Follower = { response, told: '', heardAt: 0, silentSince: undefined }
      response.on('close', () => {
        followers.delete(follower)
        if (followers.size > 0) return
        clearInterval(timer)
        timer = undefined
      })
      response.on('drain', () => (follower.silentSince = undefined))
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
      response.write(`retry: ${RETRY_MS}\n\n`)
      if (isClosed) return void response.end()
      followers.add(follower)
      timer ??= setInterval(look, LOOK_MS).unref()
      look()
    },

    close(): void {
      isClosed = true
      for (const { response, silentSince } of followers)
        if (silentSince === undefined) response.end()
        else response.destroy()
    },
  }
}
