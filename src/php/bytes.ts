// PHP strings are bytes, but this program holds them as JavaScript strings. A byte that is not
// UTF-8 becomes a lone surrogate from U+DC80 to U+DCFF. No byte is lost, and each invalid byte
// counts as one character.

import { isUtf8 } from 'node:buffer'

/** Whether every character is below U+0080. */
export const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text)

/**
 * Decodes a binary string, in which each character stands for one byte, to text. node:http gives
 * headers and paths as binary strings.
 */
export function fromBinary(binary: string): string {
  if (isAscii(binary)) return binary
  const bytes = Buffer.from(binary, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeLossless(bytes)
}

/** The bytes of a text made by fromBinary(). */
export function toBytes(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8')
  // A lone surrogate counts as three bytes here.
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(text, 'utf8'))
  let length = 0
  for (const [index, part] of text.split(RAW_BYTES).entries()) {
    if (index % 2 === 0) length += bytes.write(part, length, 'utf8')
    else for (let at = 0; at < part.length; at++) bytes[length++] = part.charCodeAt(at) - RAW
  }
  return bytes.subarray(0, length)
}

/** The number that is added to a byte that is not UTF-8. */
const RAW = 0xdc00
const RAW_BYTES = /([\udc80-\udcff]+)/u

/** Whether the text contains bytes that are not UTF-8. */
export const hasInvalidUtf8 = (text: string): boolean => !text.isWellFormed()

/** PHP's mb_strlen(): counts characters, not UTF-16 units. */
export function characterCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Decodes into UTF-16 units: a string for each byte that is not UTF-8 would take 150 ms a MiB. */
function decodeLossless(bytes: Buffer): string {
  const units = new Uint16Array(bytes.length)
  let count = 0
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length === 0) units[count++] = RAW + (bytes[at] ?? 0)
    else {
      const point = pointAt(bytes, at, length)
      if (point > 0xffff) units[count++] = 0xd7c0 + (point >> 10)
      units[count++] = point > 0xffff ? 0xdc00 + (point & 0x3ff) : point
    }
    at += Math.max(1, length)
  }
  return Buffer.from(units.buffer, 0, 2 * count).toString('utf16le')
}

/** The bits of the first byte that count, by the length of the sequence. */
const FIRST_BITS = [0, 0x7f, 0x1f, 0x0f, 0x07]

/** The code point of a valid sequence. */
function pointAt(bytes: Buffer, at: number, length: number): number {
  let point = (bytes[at] ?? 0) & (FIRST_BITS[length] ?? 0)
  for (let next = at + 1; next < at + length; next++)
    point = (point << 6) | ((bytes[next] ?? 0) & 0x3f)
  return point
}

/**
 * The length in bytes of the valid UTF-8 sequence at `at`, or 0. SECOND limits the second byte
 * after some first bytes. It excludes overlong forms, surrogates and code points above U+10FFFF.
 */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  const [least, most] = SECOND.get(first) ?? [0x80, 0xbf]
  const second = bytes[at + 1] ?? 0
  if (second < least || second > most) return 0
  for (let next = at + 2; next < at + length; next++)
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

const SECOND = new Map<number, readonly [number, number]>([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
])

/** Shorter texts take longer as bytes. */
const LONG = 1000

/**
 * Replaces some characters of a binary string by another one. For a million of them, replaceAll()
 * would take a quarter of a second.
 */
export function replaceCharacters(binary: string, replaced: string, by: string): string {
  if (binary.length < LONG)
    return replaced.split('').reduce((text, character) => text.replaceAll(character, by), binary)
  const codes = new Set(Buffer.from(replaced, 'latin1'))
  const code = by.charCodeAt(0)
  const bytes = Buffer.from(binary, 'latin1')
  for (let at = 0; at < bytes.length; at++) if (codes.has(bytes[at] ?? 0)) bytes[at] = code
  return bytes.toString('latin1')
}
