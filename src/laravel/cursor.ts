// Cursors and the JSON of cursor pagination. Mirrors Illuminate\Pagination\Cursor and
// CursorPaginator.

import { serverError } from './errors.ts'
import { fromBase64, toBase64Url } from '../php/base64.ts'
import { fromBinary } from '../php/bytes.ts'
import { encodeString, type PhpValue } from '../php/json.ts'
import { decodeJson } from '../php/json-decode.ts'
import { encodeUrl } from './url-text.ts'

type Cursor = {
  /** The value of each column of the order, as a database can compare it. */
  readonly parameters: readonly CursorParameter[]
  readonly pointsToNextItems: boolean
}

/**
 * The text of a cursor by id, as encodeCursor() writes it. This pattern reads it in a tenth of the
 * time that a parser of JSON takes.
 */
const CURSOR_BY_ID = /^\{"id":(0|[1-9]\d{0,14}),"_pointsToNextItems":(true|false)\}$/

/** A PHP value that is bound to an SQL statement; a float is bound as text. */
export type CursorParameter = string | number | bigint | null

/**
 * Decodes a cursor. `columns` are the columns of ORDER BY in their order, `laravel` is the major
 * version. Undefined for a text that is not JSON in base64, which means the first page.
 * Throws a 500, as Laravel does, without a column, or up to Laravel 12 without the direction.
 */
export function decodeCursor(
  encoded: string,
  columns: readonly string[],
  laravel: number,
): Cursor | undefined {
  const text = decodeBase64(encoded)
  const byId = columns.length === 1 && columns[0] === 'id' ? CURSOR_BY_ID.exec(text) : null
  if (byId) return { parameters: [Number(byId[1])], pointsToNextItems: byId[2] === 'true' }
  const json = decodeJson(text)
  if (json === undefined) return undefined
  const direction = json instanceof Map ? json.get('_pointsToNextItems') : undefined
  if (direction === undefined) {
    // Since Laravel 13.6 a cursor without a direction counts as no cursor.
    if (laravel >= 13) return undefined
    throw serverError()
  }
  const parameters = columns.map((column) =>
    json instanceof Map ? (json.get(column) ?? null) : null,
  )
  if (parameters.includes(null)) throw serverError()
  return { parameters: parameters.map(flatten), pointsToNextItems: isTruthy(direction) }
}

/** Encodes the columns of the order and the direction: JSON in URL-safe base64 without padding. */
export function encodeCursor(
  row: Readonly<Record<string, string | number>>,
  columns: readonly string[],
  pointsToNextItems: boolean,
): string {
  const members = columns.map((column) => `"${column}":${encodeKey(row[column] ?? null)},`).join('')
  return toBase64Url(`{${members}"_pointsToNextItems":${pointsToNextItems}}`)
}

const encodeKey = (value: string | number | null): string =>
  typeof value === 'string' ? encodeString(value) : String(value)

export type CursorPage = {
  /** The JSON texts of the rows, joined by commas; `count` is their number. */
  readonly items: string
  readonly count: number
  readonly path: string
  readonly perPage: number
  readonly nextCursor: string | null
  readonly prevCursor: string | null
  /** The URL of another page up to its cursor. */
  readonly urlStart: string
  readonly keys: 5 | 7
}

/** The body: seven keys as Laravel writes them, or the five keys of the documented example. */
export function renderCursorPage({
  items,
  path,
  perPage,
  nextCursor,
  prevCursor,
  urlStart,
  keys,
}: CursorPage): string {
  const url = (cursor: string | null): string =>
    cursor === null ? 'null' : `${encodeUrl(urlStart).slice(0, -1)}${cursor}"`
  const nextUrl = keys === 7 ? `,"next_page_url":${url(nextCursor)}` : ''
  const prevUrl = keys === 7 ? `,"prev_page_url":${url(prevCursor)}` : ''
  return `{"data":[${items}],"path":${encodeUrl(path)},"per_page":${perPage},"next_cursor":${encodeCursorText(nextCursor)}${nextUrl},"prev_cursor":${encodeCursorText(prevCursor)}${prevUrl}}`
}

/** A cursor as JSON. It needs no escapes. */
export const encodeCursorText = (cursor: string | null): string =>
  cursor === null ? 'null' : `"${cursor}"`

/**
 * base64_decode() without strict: it skips other characters, needs no padding, and ignores a
 * single character at the end.
 */
function decodeBase64(encoded: string): string {
  const digits = encoded.replace(/[^A-Za-z0-9+/_-]/g, '')
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits
  return fromBinary(fromBase64(whole))
}

/**
 * Illuminate\Database\Query\Builder::flattenValue() and prepareBindings(). The first leaf of an
 * array is its value; an array without leaves counts as false.
 */
function flatten(value: PhpValue): CursorParameter {
  if (value !== null && typeof value === 'object') {
    const leaf = firstLeaf(value)
    return flatten(leaf === undefined ? false : leaf)
  }
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' && !Number.isInteger(value) ? String(value) : value
}

/** head(Arr::flatten($array)): null is a leaf, and an empty array has no leaf. */
function firstLeaf(value: PhpValue): PhpValue | undefined {
  if (value === null || typeof value !== 'object') return value
  for (const item of value.values()) {
    const leaf = firstLeaf(item)
    if (leaf !== undefined) return leaf
  }
  return undefined
}

/** PHP's (bool) $value. */
function isTruthy(value: PhpValue): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  return value !== null && value !== false && value !== 0 && value !== '' && value !== '0'
}
