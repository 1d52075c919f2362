// Sends bodies slowly, a few bytes at a time.

import type { ServerResponse } from 'node:http'
import { clearInterval, setInterval } from '../clock/real-time.ts'

const TICK_MILLISECONDS = 50

export type SlowAnswer = {
  /** The part of the body to send. */
  readonly part: string
  /** Bytes per second. */
  readonly rate: number
  /** Called after the last byte. */
  readonly finish: () => void
}

export function createSlowAnswers() {
  /** One function for each slow answer: it sends the rest of the answer at once. */
  const hurries = new Set<() => void>()

  function send(response: ServerResponse, { part, rate, finish }: SlowAnswer): void {
    const interval = Math.max(TICK_MILLISECONDS, 1000 / rate)
    let ticks = 0
    let sent = 0
    const timer = setInterval(
      () => sendUntil(Math.floor((++ticks * interval * rate) / 1000)),
      interval,
    )
    const hurry = (): void => sendUntil(part.length)
    hurries.add(hurry)
    response.once('close', stop)

    function sendUntil(next: number): void {
      if (next > sent) response.write(part.slice(sent, next), 'latin1')
      sent = next
      if (sent < part.length) return
      stop()
      finish()
    }

    function stop(): void {
      clearInterval(timer)
      hurries.delete(hurry)
    }
  }

  return {
    send,
    /** Sends the rest of all slow answers at once. */
    hurry(): void {
      for (const hurry of hurries) hurry()
    },
  }
}
