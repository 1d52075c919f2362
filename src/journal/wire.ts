// How the parts of an entry look on the wire: texts that any JSON holds, times in whole milliseconds.

import { splitTarget } from '../laravel/http.ts'
import { fromBinary } from '../php/bytes.ts'

/** The target with every byte that is not printable ASCII escaped. */
export const toAscii = (target: string): string =>
  /^[!-~]*$/.test(target)
    ? target
    : target.replace(
        /[^!-~]/g,
        (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      )

/** Path and query, both in ASCII. */
export const partsOf = (target: string): { path: string; query: string } =>
  splitTarget(toAscii(target))

/** The bytes of a header as text; what is not UTF-8 becomes U+FFFD. */
export const toHeaderText = (value: string | null): string | null =>
  value === null ? null : fromBinary(value).toWellFormed()

export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000)

/** ISO 8601 in UTC. */
export const toIsoTime = (seconds: number): string =>
  new Date(toMilliseconds(seconds)).toISOString()
