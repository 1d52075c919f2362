// Logs the errors of a running mock. A full disk or a damaged file fails each request, so the log
// has one line for each cause and second then.

import { setTimeout } from '../clock/real-time.ts'
import { DatabaseError } from '../store/database-error.ts'
import type { Log } from './log.ts'

const PERIOD_MS = 1000

export function createErrorLog(log: Log, period = PERIOD_MS): (error: unknown) => void {
  /** The number of failures since the last line, by cause. */
  const more = new Map<string, number>()

  function logCause(cause: string): void {
    const count = more.get(cause)
    if (count !== undefined) return void more.set(cause, count + 1)
    log('error', cause)
    more.set(cause, 0)
    wait(cause)
  }

  function wait(cause: string): void {
    setTimeout(() => sumUp(cause), period).unref()
  }

  function sumUp(cause: string): void {
    const count = more.get(cause) ?? 0
    more.delete(cause)
    if (count === 0) return
    log('error', `${cause}; ${count} more failed by this within a second`)
    more.set(cause, 0)
    wait(cause)
  }

  return (error) => {
    if (error instanceof DatabaseError) logCause(error.message)
    else log('error', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}
