// One stream of server-sent events: pings, and the end of a client that takes nothing of what waits for it.

import type { ServerResponse } from 'node:http'
import { clearInterval, clearTimeout, setInterval, setTimeout } from '../clock/real-time.ts'

const PING_MS = 15_000
const RETRY_MS = 1000
/** How long a client may take nothing of what waits for it. */
export const MAX_SILENCE_MS = 10_000

export type EventStream = ReturnType<typeof openEventStream>

type Reactions = {
  /** The client takes again what is sent. */
  readonly onDrain?: () => void
  /** The client took nothing for too long; the stream has been left. */
  readonly onSilence: () => void
  /** Called once: nothing more is sent. */
  readonly onLeave: () => void
}

/** Is left when the client goes, is silent for too long, or end() is called. */
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

  /** A silent client gets no end: the connection breaks. */
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
