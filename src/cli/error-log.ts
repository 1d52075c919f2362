// Logs the errors of a running mock. A full disk, a damaged file or too many open files fail each
// request, so the log has one line for each cause and second then.

import { setTimeout } from '../clock/real-time.ts'
import { DatabaseError } from '../store/database-error.ts'
import { codeOf } from '../system/system-errors.ts'
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
    const cause = causeOf(error)
    if (cause !== undefined) logCause(cause)
    else log('error', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}

/** A cause outside of the mock, in a sentence; undefined for any other error. */
function causeOf(error: unknown): string | undefined {
  if (error instanceof DatabaseError) return error.message
  const isOutOfFiles =
    ['EMFILE', 'ENFILE'].includes(codeOf(error) ?? '') ||
    // Node.js gives no code when it looks for a module.
    (error instanceof Error && error.message.endsWith('too many open files.'))
  return isOutOfFiles ? OUT_OF_FILES : undefined
}

const OUT_OF_FILES =
  'a request failed because too many files and connections are open; raise the limit (ulimit -n)'
