// Sends the changes of the mock as server-sent events. Changes notify no stream: while a client
// follows, a timer compares a few version numbers four times a second. Without clients it stops.

import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { clearInterval, setInterval } from '../clock/real-time.ts'
import { type EventStream, openEventStream } from './event-stream.ts'
import { AdminFailure } from './failure.ts'
import type { MockControls } from './controls.ts'

const LOOK_MS = 250
const MAX_FOLLOWERS = 32

/** Each number rises with each change. Numbers of different runs cannot be compared. */
export type Versions = {
  readonly run: string
  readonly rows: number
  readonly users: number
  readonly requests: number
  /** Rises with every call of the admin API that changes something. */
  readonly controls: number
}

type Follower = {
  readonly stream: EventStream
  /** The text of the last event that was sent. */
  sentEvent: string
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
      // The file cannot be read now. The next API call reports that error, so keep the old numbers.
    }
    return known
  }

  /** A client that reads nothing may miss events, because each event carries all numbers. */
  function look(): void {
    const event = `event: changed\ndata: ${JSON.stringify(read())}\n\n`
    for (const follower of followers) {
      if (follower.stream.isSilent() || follower.sentEvent === event) continue
      follower.sentEvent = event
      follower.stream.send(event)
    }
  }

  function leave(follower: Follower): void {
    followers.delete(follower)
    if (followers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    /** Call it after each admin call that changed something. */
    note(): void {
      controls++
    },

    /** Writes until the client disconnects or the mock stops. Throws 429 for too many clients. */
    follow(response: ServerResponse): void {
      if (response.destroyed) return
      if (followers.size >= MAX_FOLLOWERS)
        throw new AdminFailure(429, 'too many streams of changes are open; close one first')
      const stream = openEventStream(response, {
        onSilence: () => void response.destroy(),
        onLeave: () => leave(follower),
      })
      const follower: Follower = { stream, sentEvent: '' }
      if (isClosed) return stream.end()
      followers.add(follower)
      timer ??= setInterval(look, LOOK_MS).unref()
      look()
    },

    close(): void {
      isClosed = true
      for (const { stream } of followers) stream.end()
    },
  }
}
