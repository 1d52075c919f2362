// Reads JSON as PHP's json_decode($text, true) does.

import { hasInvalidUtf8 } from './bytes.ts'
import type { PhpValue } from './json.ts'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
/** A longer integer exceeds 64 bits; BigInt would read it slowly. */
const MAX_INT64_LENGTH = String(INT64_MIN).length
// json_decode() is called with a depth of 512, and its parser counts from 1
// (ext/json/json_parser.y).
const MAX_DEPTH = 511

/** Thrown for JSON that PHP refuses. `position` counts UTF-16 units from 0. */
export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError'
  readonly position: number
  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

export const UNEXPECTED_TEXT = 'unexpected text after the value'

/** The value of a JSON text; undefined where PHP's json_last_error() would report an error. */
export function decodeJson(text: string): PhpValue | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

/** The value of a JSON text. Throws a JsonSyntaxError with the position of the mistake. */
export function parseJson(text: string): PhpValue {
  const reader = { text, at: 0, depth: 0 }
  const value = readValue(reader)
  skipWhitespace(reader)
  if (reader.at < text.length) fail(reader, UNEXPECTED_TEXT)
  return value
}

/**
 * Whether a JSON text is nested deeper than `levels`, by default deeper than PHP accepts.
 * The text may be invalid JSON.
 */
export function isTooDeep(text: string, levels = MAX_DEPTH): boolean {
  if (text.length <= 2 * levels) return false
  let depth = 0
  for (let at = 0; at < text.length && depth <= levels; at++) {
    const char = text[at]
    if (char === '"') at = (endOfString(text, at) || text.length) - 1
    else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
  }
  return depth > levels
}

const WHITESPACE = new Set([' ', '\t', '\n', '\r'])
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const CONTROL = /[\u0000-\u001f]/
const WORD = /[a-z]+/y

export type Reader = { readonly text: string; at: number; depth: number }

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

/** Uses no regular expression for the whole string: backtracking fills the stack on a long text. */
export function readString(reader: Reader): string {
  const end = endOfString(reader.text, reader.at)
  const quoted = reader.text.slice(reader.at, end)
  const text = unquote(quoted)
  if (end === 0 || text === undefined) return fail(reader, 'broken string')
  reader.at = end
  // PHP reports JSON_ERROR_UTF16 for half a surrogate pair, and JSON_ERROR_UTF8 for invalid UTF-8.
  if (hasInvalidUtf8(text)) fail(reader, 'a character that is not Unicode')
  return text
}

/** The position after the closing quotation mark; 0 when there is none. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote
    while (text[before - 1] === '\\') before--
    if ((quote - before) % 2 === 0) return quote + 1
  }
  return 0
}

/** The text of a JSON string in quotes; undefined when it is not valid JSON. */
export function unquote(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return CONTROL.test(quoted) ? undefined : quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    return undefined
  }
}

const words = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

export function readLiteral(reader: Reader): boolean | number | bigint | null {
  const number = match(reader, NUMBER)
  if (number !== undefined) return toNumber(number)
  const value = words.get(match(reader, WORD) ?? '')
  return value === undefined ? fail(reader, 'expected a value') : value
}

export function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const matched = pattern.exec(reader.text)?.[0]
  if (matched !== undefined) reader.at += matched.length
  return matched
}

export function take(reader: Reader, char: string): boolean {
  if (reader.text[reader.at] !== char) return false
  reader.at++
  return true
}

export function skipWhitespace(reader: Reader): void {
  while (WHITESPACE.has(reader.text[reader.at] ?? '')) reader.at++
}

function fail(reader: Reader, message: string): never {
  throw new JsonSyntaxError(message, reader.at)
}

function toNumber(text: string): number | bigint {
  const number = Number(text)
  if (!/^-?\d+$/.test(text)) return number
  if (number === 0) return 0
  if (Number.isSafeInteger(number)) return number
  if (text.length > MAX_INT64_LENGTH) return number
  const integer = BigInt(text)
  return integer >= INT64_MIN && integer <= INT64_MAX ? integer : number
}
