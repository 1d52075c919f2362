// How much a body may say. Bytes alone tell little: sixteen megabytes hold one text, or millions of fields to be read and refused.

import { AdminFailure } from './failure.ts'

const MAX_DEPTH = 1000
/** Of one object. */
const MAX_FIELDS = 5000
const MAX_VALUES = 50_000
const MAX_VALUES_OF_ROWS = 500_000

const [QUOTE, BACKSLASH, COMMA, OBJECT, OBJECT_END, LIST, LIST_END] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d]

/** Throws a 413 for the bytes of a JSON text that has more values or levels than any call needs. */
export function requireBounded(bytes: Uint8Array, hasRows: boolean): void {
  const most = hasRows ? MAX_VALUES_OF_ROWS : MAX_VALUES
  /** Of each level that is open: fields of an object; less than nothing in a list. */
  const fields: number[] = []
  let count = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfText(bytes, at)
    else if (byte === OBJECT || byte === LIST) {
      count++
      fields.push(byte === OBJECT ? 1 : -Infinity)
    } else if (byte === OBJECT_END || byte === LIST_END) fields.pop()
    else if (byte === COMMA) {
      count++
      fields[fields.length - 1] = (fields.at(-1) ?? 0) + 1
    }
    if (count > most || fields.length > MAX_DEPTH || (byte === COMMA && (fields.at(-1) ?? 0) > MAX_FIELDS))
      throw new AdminFailure(413, toMessage(count > most, fields.length > MAX_DEPTH, hasRows))
  }
}

function toMessage(isLong: boolean, isDeep: boolean, hasRows: boolean): string {
  if (isDeep) return `the body may be nested at most ${MAX_DEPTH} levels deep; flatten it`
  if (!isLong) return `an object of the body may have at most ${MAX_FIELDS} fields; leave out what this call does not know`
  if (!hasRows) return `the body may have at most ${MAX_VALUES} values; leave out what this call does not know`
  return `the body may have at most ${MAX_VALUES_OF_ROWS} values; send rows in parts, or as a dataset by PUT /__admin/dataset`
}

/** Of the closing quotation mark; of the end when there is none. */
function endOfText(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return at
    if (bytes[at] === BACKSLASH) at++
  }
  return bytes.length
}
