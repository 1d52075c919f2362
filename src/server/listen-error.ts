// Explains a port or host that cannot be used.

import { fromName } from '../parse-settings.ts'
import type { ListenOptions } from './listener.ts'
import { codeOf, reasonOf, systemReasonOf } from '../system/system-errors.ts'

/** The message names the fix. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/** Turns an error that the user can fix into a ListenError. Returns any other error unchanged. */
export function toListenError(
  error: unknown,
  { port, host, nameOfSetting }: Pick<ListenOptions, 'port' | 'host' | 'nameOfSetting'>,
): unknown {
  const from = (name: 'port' | 'host'): string => fromName(nameOfSetting?.(name))
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new ListenError(
        `port ${port}${from('port')} is in use; choose another with --port, or --port 0 for a free one`,
      )
    case 'EACCES':
      return new ListenError(
        `port ${port}${from('port')} needs more rights; choose one above 1023 with --port`,
      )
    case 'EINVAL':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
    case 'EAFNOSUPPORT':
      return new ListenError(
        `cannot listen on ${host}${from('host')}: this machine has no such address; leave out --host for loopback, or give 0.0.0.0 for every interface`,
      )
    default:
      return systemReasonOf(error) === undefined
        ? error
        : new ListenError(
            `cannot listen on ${host}${from('host')} port ${port}: ${reasonOf(error)}`,
          )
  }
}
