// Reads chosen members of a large JSON object as PHP does, without building the others.

import { hasInvalidUtf8 } from './bytes.ts'
import {
  endOfString,
  isTooDeep,
  match,
  type Reader,
  readLiteral,
  readString,
  skipWhitespace,
  take,
  unquote,
} from './json-decode.ts'
import type { InputArray, InputScalar } from './input-array.ts'

/**
 * (array) json_decode($text, true) with only the members in `names`. A nested array or object has
 * the right number of entries, up to a thousand, but their values are null.
 * Empty when PHP refuses the text or it is no object.
 */
export function decodeMembers(text: string, names: ReadonlySet<string>): InputArray {
  if (!/^[ \t\n\r]*\{/.test(text) || !isJson(text)) return new Map()
  return readMembers(text, names)
}

/**
 * Whether PHP accepts the text. JSON.parse() has the same grammar, but PHP also limits the depth
 * and refuses text that is not Unicode.
 */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
  } catch {
    return false
  }
  return !isTooDeep(text) && !hasInvalidUtf8(text) && !hasHalfPair(text)
}

/** Whether an escape such as `\ud83d` stands for half a surrogate pair. */
function hasHalfPair(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false
  let isOpen = false
  let end = 0
  for (const { 0: escape, 1: hex, index } of text.matchAll(/\\(?:u([\dA-Fa-f]{4})|.)/gs)) {
    const unit = hex === undefined ? 0 : Number.parseInt(hex, 16)
    const isSecond = unit >= 0xdc00 && unit <= 0xdfff
    if (isOpen !== (isSecond && index === end)) return true
    isOpen = unit >= 0xd800 && unit <= 0xdbff
    end = index + escape.length
  }
  return isOpen
}

/** Reads the chosen members of an object. The text must be valid JSON. */
function readMembers(text: string, names: ReadonlySet<string>): InputArray {
  const reader = { text, at: text.indexOf('{') + 1, depth: 0 }
  const members: InputArray = new Map()
  skipWhitespace(reader)
  if (take(reader, '}')) return members
  do {
    skipWhitespace(reader)
    const name = unquote(skipString(reader)) ?? ''
    skipWhitespace(reader)
    take(reader, ':')
    skipWhitespace(reader)
    if (!names.has(name)) skipValue(reader)
    else members.set(name, isNested(reader) ? skipNested(reader) : readScalar(reader))
    skipWhitespace(reader)
  } while (take(reader, ','))
  return members
}

const isNested = ({ text, at }: Reader): boolean => text[at] === '[' || text[at] === '{'

function skipValue(reader: Reader): void {
  if (isNested(reader)) skipNested(reader)
  else if (reader.text[reader.at] === '"') skipString(reader)
  else match(reader, LITERAL)
}

const LITERAL = /[\w+.-]*/y

function skipString(reader: Reader): string {
  const start = reader.at
  reader.at = endOfString(reader.text, start)
  return reader.text.slice(start, reader.at)
}

const readScalar = (reader: Reader): InputScalar =>
  reader.text[reader.at] === '"' ? readString(reader) : readLiteral(reader)

/** Skips an array or object and returns as many null entries as it has, up to a thousand. */
function skipNested(reader: Reader): InputArray {
  const { text } = reader
  if (match(reader, EMPTY) !== undefined) return new Map()
  let depth = 0
  let entries = 1
  do {
    const char = text[reader.at]
    if (char === '"') reader.at = endOfString(text, reader.at) - 1
    else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    else if (char === ',' && depth === 1) entries++
    reader.at++
  } while (depth > 0)
  return new Map(
    Array.from({ length: Math.min(entries, MAX_COUNTED) }, (_, index) => [String(index), null]),
  )
}

const EMPTY = /[[{][ \t\n\r]*[\]}]/y
const MAX_COUNTED = 1000
