// Turns an error into one line for people.

import { CaptureError } from '../capture/capture-error.ts'
import { AdminError } from '../client/admin-error.ts'
import { DatasetError } from '../dataset/dataset-error.ts'
import { LiveError } from '../live/live-error.ts'
import { ConfigError } from '../parse-settings.ts'
import { toPrintable } from '../reports/words.ts'
import { ListenError } from '../server/listen-error.ts'
import { StoreError } from '../store/open-store.ts'
import { systemReasonOf } from '../system/system-errors.ts'

export function complaintOf(error: unknown): string {
  const isExpected = [
    AdminError,
    CaptureError,
    ConfigError,
    DatasetError,
    ListenError,
    LiveError,
    StoreError,
  ].some((known) => error instanceof known)
  const reason = isExpected ? undefined : systemReasonOf(error)
  if (reason !== undefined) return `the system refused ${callOf(error)}: ${reason}`
  if (!(error instanceof Error)) return String(error)
  return isExpected ? toPrintable(error.message, Infinity) : (error.stack ?? error.message)
}

/** The failed system call, such as "open /some/file". */
function callOf(error: unknown): string {
  const {
    syscall = 'a call',
    path,
    address,
  }: NodeJS.ErrnoException & { address?: string } = { ...Object(error) }
  return [syscall, path ?? address].filter((part) => part !== undefined).join(' ')
}
