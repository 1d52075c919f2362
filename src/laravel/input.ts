// Reads the input of a request: the query and a JSON or form body. As in Laravel, texts are trimmed
// and empty texts become null.

import type { IncomingHttpHeaders } from 'node:http'
import { fromBinary, hasInvalidUtf8 } from '../php/bytes.ts'
import type { PhpValue } from '../php/json.ts'
import { decodeJson } from '../php/json-decode.ts'
import { decodeMembers } from '../php/json-members.ts'
import { type Multipart, parseMultipart } from '../php/multipart.ts'
import { parseForm, parseQuery } from '../php/query-string.ts'
import {
  type InputArray,
  type InputScalar,
  type InputValue,
  replaceRecursively,
} from '../php/input-array.ts'
import { header } from './http.ts'

export type Input = {
  /** $request->query(), which withQueryString() repeats in links. */
  readonly query: InputArray
  /** $request->all(). The fields of the body override those of the query. */
  readonly all: InputArray
}

/**
 * Reads query and body. Only the `wanted` fields of a long JSON body are read; undefined means all.
 * Throws InputLimitError.
 */
export function parseInput(
  method: string,
  query: string,
  headers: IncomingHttpHeaders,
  body: string,
  wanted?: ReadonlySet<string>,
): Input {
  return cleanInput(parseQuery(query), parseBody(method, headers, body, wanted))
}

/** The input of a request without a body. */
export const parseQueryInput = (query: string): InputArray => clean(parseQuery(query))

/** Applies Laravel's middleware TrimStrings and ConvertEmptyStringsToNull to query and body. */
export function cleanInput(query: InputArray, { fields, files }: Body): Input {
  const cleaned = clean(query)
  const members = fields.size === 0 ? fields : clean(fields)
  const all = members.size === 0 ? cleaned : new Map([...cleaned, ...members])
  return { query: cleaned, all: files.size === 0 ? all : replaceRecursively(all, files) }
}

/** The fields of a body ($request->request) and its files. */
export type Body = Multipart

/** Reads JSON for any method, and a form only for a real POST. Ignores any other body. */
export function parseBody(
  method: string,
  headers: IncomingHttpHeaders,
  body: string,
  wanted?: ReadonlySet<string>,
): Body {
  if (body === '') return nothing
  const type = header(headers, 'content-type') ?? ''
  if (/[/+]json/.test(type)) return { ...nothing, fields: parseJsonBody(fromBinary(body), wanted) }
  if (method !== 'POST') return nothing
  switch (mediaType(type)) {
    case 'application/x-www-form-urlencoded':
      return { ...nothing, fields: parseForm(body) }
    case 'multipart/form-data':
      return parseMultipart(type, body)
    default:
      return nothing
  }
}

const nothing: Body = { fields: new Map(), files: new Map() }

/** The media type without parameters. Mirrors sapi_read_post_data() in php-src. */
const mediaType = (type: string): string => (/^[^;, ]*/.exec(type)?.[0] ?? '').toLowerCase()

/** Parses only the wanted fields of a long text, which may hold half a million values. */
const parseJsonBody = (text: string, wanted?: ReadonlySet<string>): InputArray =>
  wanted && text.length > MAX_WHOLE
    ? decodeMembers(text, wanted)
    : toInputArray(decodeJson(text) ?? null)

const MAX_WHOLE = 8192

/** (array) json_decode($body, true). */
function toInputArray(value: PhpValue): InputArray {
  if (value === null) return new Map()
  const input = toInput(value)
  return input instanceof Map ? input : new Map([['0', input]])
}

function toInput(value: PhpValue): InputScalar | InputArray {
  if (Array.isArray(value))
    return new Map(value.map((item, index) => [String(index), toInput(item)]))
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, toInput(item)]))
  return value
}

const UNTRIMMED = new Set(['current_password', 'password', 'password_confirmation'])

function clean(input: InputArray): InputArray {
  const cleaned: InputArray = new Map()
  for (const [key, value] of input) cleaned.set(key, cleanValue(value, UNTRIMMED.has(key)))
  return cleaned
}

function cleanValue(value: InputValue, keepSpaces: boolean): InputValue {
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [key, cleanValue(item, false)]))
  if (typeof value !== 'string') return value
  const text = keepSpaces ? value : trim(value)
  return text === '' ? null : text
}

// All characters that Str::trim() removes: white space of PCRE in UTF mode,
// Illuminate\Support\Str::INVISIBLE_CHARACTERS, and the characters of PHP's trim().
const INVISIBLE =
  '\\s\\0\\x85\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u2000-\\u200f\\u202f\\u205f-\\u2065\\u206a-\\u206f\\u2800\\u3000\\u3164\\ufeff\\uffa0\\u{1d159}\\u{1d173}-\\u{1d17a}\\u{e0020}'
const INVISIBLE_CHARACTER = new RegExp(`^[${INVISIBLE}]$`, 'u')
const PHP_SPACE = /^[ \n\r\t\v\0]$/
const CLEAN = /^[!-~](?:[ -~]*[!-~])?$/

/**
 * Str::trim(), or PHP's trim() when the text is not UTF-8. It is a loop, because a regular
 * expression takes quadratic time here.
 */
function trim(text: string): string {
  if (CLEAN.test(text)) return text
  const space = hasInvalidUtf8(text) ? PHP_SPACE : INVISIBLE_CHARACTER
  let start = 0
  let end = text.length
  while (start < end && space.test(characterAt(text, start)))
    start += characterAt(text, start).length
  while (end > start && space.test(characterBefore(text, end)))
    end -= characterBefore(text, end).length
  return text.slice(start, end)
}

const characterAt = (text: string, at: number): string =>
  String.fromCodePoint(text.codePointAt(at) ?? 0)

function characterBefore(text: string, end: number): string {
  const pair = text.slice(end - 2, end)
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : text.slice(end - 1, end)
}
