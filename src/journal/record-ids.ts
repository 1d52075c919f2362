// Stores the ids of a list's rows as differences, because most differences fit into one byte.

import type { Packing } from './packing.ts'
import { IDS_ARE_TEXT } from './record-flags.ts'

/** The differences of larger ids would not be exact numbers. */
const MAX_ID = 2 ** 49
const MAX_IDS = 0xffff
const COMMA = 44
const ZERO = 48
const NINE = 57

export function writeIds(packing: Packing, ids: string): void {
  const start = packing.position()
  if (!writeDifferences(packing, ids)) writeAsText(packing, ids, start)
}

function writeAsText(packing: Packing, ids: string, start: number): void {
  packing.moveTo(start)
  packing.setShort(0, packing.shortAt(0) | IDS_ARE_TEXT)
  packing.writeText(ids)
}

/** Writes the difference of each id to the id before. False when an id is no whole number. */
function writeDifferences(packing: Packing, ids: string): boolean {
  const start = packing.position()
  packing.writeShort(0)
  if (ids === '') return true
  let count = 0
  let before = 0
  let id = 0
  for (let index = 0; index <= ids.length; index++) {
    const code = index === ids.length ? COMMA : ids.charCodeAt(index)
    if (id > MAX_ID) return false
    if (code === COMMA) {
      packing.writeCount(before < id ? 2 * (id - before) - 1 : 2 * (before - id))
      before = id
      id = 0
      count++
    } else if (code >= ZERO && code <= NINE) id = id * 10 + code - ZERO
    else return false
  }
  packing.setShort(start, count)
  return count <= MAX_IDS
}

export function readIds(packing: Packing, flags: number): string {
  if ((flags & IDS_ARE_TEXT) !== 0) return packing.readText() ?? ''
  const count = packing.readShort()
  if (text.length < count * MAX_DIGITS) text = Buffer.alloc(count * MAX_DIGITS)
  let id = 0
  let end = 0
  for (let index = 0; index < count; index++) {
    const difference = packing.readCount()
    id += difference % 2 === 0 ? -difference / 2 : (difference + 1) / 2
    if (index > 0) text[end++] = COMMA
    end = writeDigits(id, end)
  }
  return text.toString('latin1', 0, end)
}

/** An id of 15 digits and a comma. */
const MAX_DIGITS = 16
/** The ids as text. A list of numbers for each list of rows would be much garbage. */
let text = Buffer.alloc(100 * MAX_DIGITS)

/** Writes a number into `text`, and returns the position after it. */
function writeDigits(number: number, start: number): number {
  let length = 1
  for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) length++
  let rest = number
  for (let at = start + length - 1; at >= start; at--) {
    text[at] = ZERO + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  return start + length
}
