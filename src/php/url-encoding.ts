// rawurldecode() and rawurlencode() of PHP.

import { toBytes } from './bytes.ts'

/** rawurldecode() of a binary string. An invalid escape stays unchanged. */
export function rawUrlDecode(text: string): string {
  if (!text.includes('%')) return text
  const bytes = Buffer.from(text, 'latin1')
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    let byte = bytes[at] ?? 0
    if (byte === PERCENT) {
      const high = hexOf(bytes[at + 1])
      const low = hexOf(bytes[at + 2])
      if (high >= 0 && low >= 0) {
        byte = high * 16 + low
        at += 2
      }
    }
    bytes[length++] = byte
  }
  return bytes.toString('latin1', 0, length)
}

const PERCENT = 0x25

/** The value of a hexadecimal digit; -1 for another byte or undefined. */
function hexOf(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** rawurlencode(): escapes all bytes except letters, digits and -_.~ */
export const rawUrlEncode = (text: string): string =>
  /^[\w.~-]*$/.test(text)
    ? text
    : toBytes(text)
        .toString('latin1')
        .replace(
          /[^\w.~-]/g,
          (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
        )
