// The parts of an entry in the admin API: texts valid in JSON, and times in whole milliseconds.

import { splitTarget } from '../laravel/http.ts'
import { fromBinary } from '../php/bytes.ts'

/** Escapes every byte of a target that is not printable ASCII. */
export const toAscii = (target: string): string =>
  /^[!-~]*$/.test(target)
    ? target
    : target.replace(
        /[^!-~]/g,
        (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      )

/** The path and the query, both in ASCII. */
export const partsOf = (target: string): { path: string; query: string } =>
  splitTarget(toAscii(target))

/** Decodes the bytes of a header as UTF-8; invalid bytes become U+FFFD. */
export const toHeaderText = (value: string | null): string | null =>
  value === null ? null : fromBinary(value).toWellFormed()

export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000)

/** Turns Unix seconds into ISO 8601 in UTC. */
export const toIsoTime = (seconds: number): string =>
  new Date(toMilliseconds(seconds)).toISOString()
