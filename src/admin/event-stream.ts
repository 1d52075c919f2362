// One stream of server-sent events. It sends pings, and cuts off a client that stops reading.

import type { ServerResponse } from 'node:http'
import { clearInterval, clearTimeout, setInterval, setTimeout } from '../clock/real-time.ts'

const PING_MS = 15_000
const RETRY_MS = 1000
/** How long a client may leave sent bytes unread. */
export const MAX_SILENCE_MS = 10_000

export type EventStream = ReturnType<typeof openEventStream>

type Reactions = {
  /** Called when the client reads again. */
  readonly onDrain?: () => void
  /** Called after onLeave when the client has read nothing for MAX_SILENCE_MS. */
  readonly onSilence: () => void
  /** Called once, when the stream stops sending. */
  readonly onLeave: () => void
}

/** Stops when the client disconnects, reads nothing for too long, or end() is called. */
export function openEventStream(
  response: ServerResponse,
  { onDrain, onSilence, onLeave }: Reactions,
) {
  let silence: NodeJS.Timeout | undefined
  const ping = setInterval(() => silence ?? send(': ping\n\n'), PING_MS).unref()
  response.on('close', end).on('drain', listenAgain)
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  send(`retry: ${RETRY_MS}\n\n`)
  return { send, isSilent: (): boolean => silence !== undefined, end }

  function send(text: string): void {
    if (!response.write(text)) silence ??= setTimeout(cut, MAX_SILENCE_MS).unref()
  }

  function listenAgain(): void {
    clearTimeout(silence)
    silence = undefined
    onDrain?.()
  }

  function cut(): void {
    leave()
    onSilence()
  }

  /** Breaks the connection of a silent client: it would not read a regular end. */
  function end(): void {
    leave()
    if (silence === undefined) response.end()
    else response.destroy()
  }

  function leave(): void {
    clearInterval(ping)
    clearTimeout(silence)
    response.off('close', end).off('drain', listenAgain)
    onLeave()
  }
}
