// JSON as PHP reads it: json_decode($text, true).

import { hasInvalidUtf8 } from './bytes.ts'
import type { PhpValue } from './json.ts'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
// json_decode() is called with a depth of 512, and its parser counts from 1 (ext/json/json_parser.y).
const MAX_DEPTH = 511

/** A JSON text that PHP would refuse; `position` counts UTF-16 units from 0. */
export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError'
  readonly position: number
  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

export const UNEXPECTED_TEXT = 'unexpected text after the value'

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
  if (reader.at < text.length) fail(reader, UNEXPECTED_TEXT)
  return value
}

const WHITESPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
// Unrolled, so that a long text does not fill the stack for backtracking.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001f]*)*"/y
const WORD = /[a-z]+/y

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

const words = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readLiteral(reader: Reader): PhpValue {
  const number = match(reader, NUMBER)
  if (number !== undefined) return toNumber(number)
  const value = words.get(match(reader, WORD) ?? '')
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
