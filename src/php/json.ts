// Writes JSON as PHP's json_encode($value) does with its default flags.

import { hasInvalidUtf8 } from './bytes.ts'

/**
 * A value as PHP's json_decode($text, true) returns it.
 *
 * PHP distinguishes 64-bit integers from floats and keeps the order of keys; JavaScript objects do
 * neither. Therefore a list is an array, and any other PHP array is a Map. An integer beyond ±2^53
 * is a bigint; a `number` beyond ±2^53 is always a float.
 */
export type PhpValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PhpValue[]
  | Map<string, PhpValue>

/**
 * json_encode($value). Escapes slashes and all characters above U+007F. Writes floats with the
 * fewest digits that give the same number.
 */
export function encodeJson(value: PhpValue): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return encodeString(value)
    case 'number':
      return encodeFloat(value)
    case 'boolean':
    case 'bigint':
      return String(value)
  }
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(',')}]`
  if (isList(value)) return `[${[...value.values()].map(encodeJson).join(',')}]`
  return `{${[...value].map(([key, item]) => `${encodeString(key)}:${encodeJson(item)}`).join(',')}}`
}

/** Whether json_encode() accepts the value. It refuses texts that are not UTF-8. */
export function isEncodable(value: PhpValue): boolean {
  if (typeof value === 'string') return !hasInvalidUtf8(value)
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(isEncodable)
  return [...value].every(([key, item]) => !hasInvalidUtf8(key) && isEncodable(item))
}

/** Whether json_encode() writes a PHP array as a list: its keys are 0..n-1 in order, or none. */
function isList(map: Map<string, PhpValue>): boolean {
  let index = 0
  for (const key of map.keys()) if (key !== String(index++)) return false
  return true
}

const NEEDS_ESCAPE = /[^ !#-.0-[\]-~\x7f]/
const NEEDS_MORE_THAN_SLASHES = /[^ !#-[\]-~\x7f]/
const WIDE = /[\u0080-\uffff]/
const DIGITS = Buffer.from('0123456789abcdef', 'latin1')

/** A text as a JSON string with its quotes. */
export function encodeString(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`
  if (!NEEDS_MORE_THAN_SLASHES.test(text)) return `"${text.replaceAll('/', '\\/')}"`
  const json = JSON.stringify(text).replaceAll('/', '\\/')
  return WIDE.test(json) ? escapeWide(json) : json
}

/**
 * Escapes all characters above U+007F. The loop writes bytes. A function call for each character
 * of a long text would block all requests for half a second.
 */
function escapeWide(json: string): string {
  const bytes = Buffer.allocUnsafe(json.length * 6)
  let end = 0
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit < 0x80) {
      bytes[end++] = unit
      continue
    }
    bytes[end++] = 0x5c
    bytes[end++] = 0x75
    for (let shift = 12; shift >= 0; shift -= 4) bytes[end++] = DIGITS[(unit >>> shift) & 15] ?? 0
  }
  return bytes.toString('latin1', 0, end)
}

/**
 * A float as PHP writes it with serialize_precision = -1. Fixed notation for 1e-4 <= |x| < 1e17,
 * otherwise an exponent and at least one decimal (1.0e-7).
 * Mirrors smart_str_append_double() and zend_gcvt() in php-src.
 */
export function encodeFloat(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-4 && size < 1e17)) return String(value)
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent}`
}

/** Converts a JavaScript value to the value that PHP has after reading the same JSON. */
export function fromJavaScript(value: unknown): PhpValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return value
  if (typeof value === 'number') return isWideInteger(value) ? BigInt(value) : value
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [String(key), fromJavaScript(item)]))
  if (Array.isArray(value)) return value.map(fromJavaScript)
  return new Map(Object.entries(value).map(([key, item]) => [key, fromJavaScript(item)]))
}

const isWideInteger = (value: number): boolean =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && value >= -(2 ** 63) && value < 2 ** 63
