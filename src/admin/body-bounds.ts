// Limits on the content of a body. A limit in bytes is not enough: 16 MB can hold millions of
// fields, which take long to check.

import type { Work } from '../clock/turns.ts'
import { AdminFailure } from './failure.ts'

const MAX_DEPTH = 1000
/** The limit for one object. */
const MAX_FIELDS = 5000
const MAX_VALUES = 50_000
const MAX_VALUES_OF_ROWS = 2_000_000
/** The limits for one row, and for everything outside of rows, because each is read in one turn. */
const MAX_PART_BYTES = 2 ** 20
const MAX_PART_VALUES = 50_000
/** The bytes to scan before a pause for other work. */
const STRIDE = 65_536

const [QUOTE, BACKSLASH, COMMA, OBJECT, OBJECT_END, LIST, LIST_END] = [
  0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d,
]

/** Throws a 413 for the bytes of a JSON text that has more values or levels than any call needs. */
export function requireBounded(bytes: Uint8Array, hasRows: boolean): void {
  for (const _ of boundsOf(bytes, hasRows));
}

/** Scans like requireBounded(), with pauses for other work. */
export function* boundsOf(bytes: Uint8Array, hasRows: boolean): Work<void> {
  const most = hasRows ? MAX_VALUES_OF_ROWS : MAX_VALUES
  /** A counter for each open level: the fields of an object, or -Infinity for a list. */
  const fields: number[] = []
  const parts = createParts()
  let count = 0
  let pause = STRIDE
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfText(bytes, at)
    else if (byte === OBJECT || byte === LIST) {
      count++
      fields.push(byte === OBJECT ? 1 : -Infinity)
      parts.open(byte === LIST, fields.length, { at, count })
    } else if (byte === OBJECT_END || byte === LIST_END) {
      parts.close(fields.length, { at, count })
      fields.pop()
    } else if (byte === COMMA) {
      count++
      fields[fields.length - 1] = (fields.at(-1) ?? 0) + 1
      parts.next(fields.length, { at, count })
    }
    if (
      count > most ||
      fields.length > MAX_DEPTH ||
      (byte === COMMA && (fields.at(-1) ?? 0) > MAX_FIELDS)
    )
      throw new AdminFailure(413, toMessage(count > most, fields.length > MAX_DEPTH, hasRows))
    if (parts.areLong({ at, count })) throw new AdminFailure(413, LONG_PART)
    if (at < pause) continue
    pause = at + STRIDE
    yield
  }
  if (parts.areLong({ at: bytes.length, count })) throw new AdminFailure(413, LONG_PART)
}

const LONG_PART = `a row, and all that is beside rows, may have at most ${MAX_PART_BYTES} bytes and ${MAX_PART_VALUES} values; shorten it`

/** A position in the body: bytes and values so far. */
type Size = { readonly at: number; readonly count: number }

/**
 * Measures each item of the outermost lists by itself, and everything outside of these lists
 * together.
 */
function createParts() {
  let listDepth = 0
  let start: Size = { at: 0, count: 0 }
  let beside: Size = { at: 0, count: 0 }

  const since = ({ at, count }: Size): Size => ({ at: at - start.at, count: count - start.count })

  return {
    open(isList: boolean, depth: number, now: Size): void {
      if (!isList || listDepth > 0) return
      const { at, count } = since(now)
      beside = { at: beside.at + at, count: beside.count + count }
      listDepth = depth
      start = now
    },
    next(depth: number, now: Size): void {
      if (depth === listDepth) start = now
    },
    close(depth: number, now: Size): void {
      if (depth !== listDepth || depth === 0) return
      listDepth = 0
      start = now
    },
    areLong(now: Size): boolean {
      const before = listDepth === 0 ? beside : { at: 0, count: 0 }
      return (
        now.at - start.at + before.at > MAX_PART_BYTES ||
        now.count - start.count + before.count > MAX_PART_VALUES
      )
    },
  }
}

function toMessage(isLong: boolean, isDeep: boolean, hasRows: boolean): string {
  if (isDeep) return `the body may be nested at most ${MAX_DEPTH} levels deep; flatten it`
  if (!isLong)
    return `an object of the body may have at most ${MAX_FIELDS} fields; leave out what this call does not know`
  if (!hasRows)
    return `the body may have at most ${MAX_VALUES} values; leave out what this call does not know`
  return `the body may have at most ${MAX_VALUES_OF_ROWS} values; send rows in parts, or as a dataset by PUT /__admin/dataset`
}

/**
 * The index of the closing quotation mark. Without one near enough, it is the index where the
 * search stops.
 */
function endOfText(bytes: Uint8Array, start: number): number {
  const end = Math.min(bytes.length, start + 2 * MAX_PART_BYTES)
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] === QUOTE) return at
    if (bytes[at] === BACKSLASH) at++
  }
  return end
}
