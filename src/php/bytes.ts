// PHP strings are bytes. Inside this program they are JavaScript strings; bytes that are not UTF-8 live on as the lone
// surrogates U+DC80..U+DCFF, one for each byte, so that nothing is lost and every such byte counts as one character.

import { isUtf8 } from 'node:buffer'

/** Whether every character is a byte below 0x80. */
export const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text)

/** From a "binary string" (each character one byte, as node:http gives headers and paths) to text. */
export function fromBinary(binary: string): string {
  if (isAscii(binary)) return binary
  const bytes = Buffer.from(binary, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeLossless(bytes)
}

/** The bytes of a text made by fromBinary(). */
export function toBytes(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, 'utf8')
  return Buffer.concat(Array.from(text, (char) => (isByte(char) ? Buffer.of(char.charCodeAt(0) - 0xdc00) : Buffer.from(char, 'utf8'))))
}

/** Whether the text holds bytes that are not UTF-8. */
export const hasInvalidUtf8 = (text: string): boolean => /\p{Surrogate}/u.test(text)

/** mb_strlen(): characters, not UTF-16 units. */
export function characterCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

const isByte = (char: string): boolean => char.length === 1 && char >= '\udc80' && char <= '\udcff'

function decodeLossless(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    text += length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return text
}

/** Bytes of the valid UTF-8 sequence at `at`, or 0. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (isUtf8(bytes.subarray(at, at + length))) return length
  }
  return 0
}
