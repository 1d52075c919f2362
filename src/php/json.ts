// JSON as PHP reads and writes it: json_decode($text, true) and json_encode($value) with their default flags.

import { hasInvalidUtf8 } from './bytes.ts'

/**
 * What a PHP program holds after json_decode($text, true).
 *
 * PHP tells 64-bit integers and floats apart and keeps the order of keys; JavaScript does neither by itself. So a list is
 * an array, any other PHP array a Map, an integer beyond ±2^53 a bigint, and a `number` beyond ±2^53 always a float.
 */
export type PhpValue = null | boolean | number | bigint | string | PhpValue[] | Map<string, PhpValue>

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
const MAX_DEPTH = 512

/** A JSON text that PHP would refuse; `position` counts UTF-16 units from 0. */
export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError'
  readonly position: number
  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

/** The value that a JSON text stands for, or undefined where PHP's json_last_error() would not be zero. */
export function decodeJson(text: string): PhpValue | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

/** As decodeJson, but throws a JsonSyntaxError that says where the text is wrong. */
export function parseJson(text: string): PhpValue {
  const reader = { text, at: 0, depth: 0 }
  const value = readValue(reader)
  skipWhitespace(reader)
  if (reader.at < text.length) fail(reader, 'unexpected text after the value')
  return value
}

/** json_encode($value): slashes escaped, everything above U+007F as \uxxxx, floats with their shortest digits. */
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

/** A PHP array whose keys are 0..n-1 in order is a list for json_encode(); so is the empty one. */
function isList(map: Map<string, PhpValue>): boolean {
  let index = 0
  for (const key of map.keys()) if (key !== String(index++)) return false
  return true
}

const NEEDS_ESCAPE = /[^ !#-.0-[\]-~\x7f]/
const NEEDS_MORE_THAN_SLASHES = /[^ !#-[\]-~\x7f]/
const WIDE = /[\u0080-\uffff]/g

/** One JSON string with its quotes. */
export function encodeString(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`
  if (!NEEDS_MORE_THAN_SLASHES.test(text)) return `"${text.replaceAll('/', '\\/')}"`
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(WIDE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * A number with serialize_precision = -1: fixed notation for 1e-4 <= |x| < 1e17, beyond that an exponent and at least one
 * decimal (1.0e-7). Mirrors smart_str_append_double() and zend_gcvt() in php-src.
 */
export function encodeFloat(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-4 && size < 1e17)) return String(value)
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent}`
}

/** A value made by JSON.parse() or by hand, as PHP would hold it after reading the same JSON. */
export function fromJavaScript(value: unknown): PhpValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value
  if (typeof value === 'number') return isWideInteger(value) ? BigInt(value) : value
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [String(key), fromJavaScript(item)]))
  if (Array.isArray(value)) return value.map(fromJavaScript)
  return new Map(Object.entries(value).map(([key, item]) => [key, fromJavaScript(item)]))
}

const isWideInteger = (value: number): boolean =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && value >= -(2 ** 63) && value < 2 ** 63

const WHITESPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
// Unrolled, so that a long text does not fill the stack for backtracking.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001f]*)*"/y
const WORD = /[a-z]+/iy

type Reader = { readonly text: string; at: number; depth: number }

function readValue(reader: Reader): PhpValue {
  skipWhitespace(reader)
  switch (reader.text[reader.at]) {
    case '{':
      return readNested(reader, readObject)
    case '[':
      return readNested(reader, readList)
    case '"':
      return readString(reader)
    default:
      return readLiteral(reader)
  }
}

function readNested(reader: Reader, read: (reader: Reader) => PhpValue): PhpValue {
  if (++reader.depth > MAX_DEPTH) fail(reader, `nested deeper than ${MAX_DEPTH}`)
  reader.at++
  const value = read(reader)
  reader.depth--
  return value
}

function readObject(reader: Reader): Map<string, PhpValue> {
  const map = new Map<string, PhpValue>()
  skipWhitespace(reader)
  if (take(reader, '}')) return map
  do {
    skipWhitespace(reader)
    if (reader.text[reader.at] !== '"') fail(reader, 'expected a property name in double quotes')
    const key = readString(reader)
    skipWhitespace(reader)
    if (!take(reader, ':')) fail(reader, 'expected ":"')
    map.set(key, readValue(reader))
    skipWhitespace(reader)
  } while (take(reader, ','))
  if (!take(reader, '}')) fail(reader, 'expected "," or "}"')
  return map
}

function readList(reader: Reader): PhpValue[] {
  const items: PhpValue[] = []
  skipWhitespace(reader)
  if (take(reader, ']')) return items
  do {
    items.push(readValue(reader))
    skipWhitespace(reader)
  } while (take(reader, ','))
  if (!take(reader, ']')) fail(reader, 'expected "," or "]"')
  return items
}

function readString(reader: Reader): string {
  const quoted = match(reader, STRING)
  if (quoted === undefined) return fail(reader, 'broken string')
  const text = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)
  // PHP: JSON_ERROR_UTF16 for half of a surrogate pair, JSON_ERROR_UTF8 for bytes that are not UTF-8.
  if (hasInvalidUtf8(text)) fail(reader, 'a character that is not Unicode')
  return text
}

// PHP reads true, false and null in any case.
const words = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readLiteral(reader: Reader): PhpValue {
  const number = match(reader, NUMBER)
  if (number !== undefined) return toNumber(number)
  const value = words.get(match(reader, WORD)?.toLowerCase() ?? '')
  return value === undefined ? fail(reader, 'expected a value') : value
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.at += found.length
  return found
}

function take(reader: Reader, char: string): boolean {
  if (reader.text[reader.at] !== char) return false
  reader.at++
  return true
}

function skipWhitespace(reader: Reader): void {
  match(reader, WHITESPACE)
}

function fail(reader: Reader, message: string): never {
  throw new JsonSyntaxError(message, reader.at)
}

function toNumber(text: string): number | bigint {
  const number = Number(text)
  if (!/^-?\d+$/.test(text)) return number
  if (number === 0) return 0
  if (Number.isSafeInteger(number)) return number
  const integer = BigInt(text)
  return integer >= INT64_MIN && integer <= INT64_MAX ? integer : number
}
