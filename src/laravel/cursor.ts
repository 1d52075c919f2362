// Cursors and the JSON of cursor pagination. Mirrors Illuminate\Pagination\Cursor and CursorPaginator.

import { serverError } from './errors.ts'
import { fromBinary } from '../php/bytes.ts'
import { encodeString, type PhpValue } from '../php/json.ts'
import { decodeJson } from '../php/json-decode.ts'
import { encodeUrl } from './url-text.ts'

export type Cursor = {
  /** The value of each ordering column, flattened to what a database can compare. */
  readonly parameters: readonly CursorParameter[]
  readonly pointsToNextItems: boolean
}

/** A PHP value as it is bound to a statement: floats as text. */
export type CursorParameter = string | number | bigint | null

/**
 * The cursor in a query value; `columns` are the ordering columns in ORDER BY order. Undefined (no cursor, hence the first page) for what is not JSON in base64; throws 500
 * where Laravel does: JSON without direction (up to Laravel 12) or without an ordering column.
 */
export function decodeCursor(
  encoded: string,
  columns: readonly string[],
  laravel: number,
): Cursor | undefined {
  const json = decodeJson(decodeBase64(encoded))
  if (json === undefined) return undefined
  const direction = json instanceof Map ? json.get('_pointsToNextItems') : undefined
  if (direction === undefined) {
    // Laravel takes a cursor without direction for none since 13.6.
    if (laravel >= 13) return undefined
    throw serverError()
  }
  const parameters = columns.map((column) =>
    json instanceof Map ? (json.get(column) ?? null) : null,
  )
  if (parameters.includes(null)) throw serverError()
  return { parameters: parameters.map(flatten), pointsToNextItems: isTruthy(direction) }
}

/** Compact JSON of the ordering columns and the direction, in URL-safe base64 without padding. */
export function encodeCursor(
  row: Readonly<Record<string, string | number>>,
  columns: readonly string[],
  pointsToNextItems: boolean,
): string {
  const members = columns.map((column) => `"${column}":${encodeKey(row[column] ?? null)},`).join('')
  return Buffer.from(`{${members}"_pointsToNextItems":${pointsToNextItems}}`, 'latin1').toString(
    'base64url',
  )
}

const encodeKey = (value: string | number | null): string =>
  typeof value === 'string' ? encodeString(value) : String(value)

export type CursorPage = {
  /** The rows' JSON texts, joined by commas, and how many. */
  readonly items: string
  readonly count: number
  readonly path: string
  readonly perPage: number
  readonly nextCursor: string | null
  readonly prevCursor: string | null
  /** Everything before the cursor's value in a URL of another page. */
  readonly urlStart: string
  readonly keys: 5 | 7
}

/** The body: seven keys as Laravel writes them, or the five that the public example shows. */
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

/** A cursor in a body; it needs no escapes. */
export const encodeCursorText = (cursor: string | null): string =>
  cursor === null ? 'null' : `"${cursor}"`

/** base64_decode() without strict: other characters are skipped, padding is optional, one dangling character is ignored. */
function decodeBase64(encoded: string): string {
  const digits = encoded.replace(/[^A-Za-z0-9+/_-]/g, '')
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits
  return fromBinary(Buffer.from(whole, 'base64url').toString('latin1'))
}

/** Illuminate\Database\Query\Builder::flattenValue() and prepareBindings(): an array counts by its first leaf, without one as false. */
function flatten(value: PhpValue): CursorParameter {
  if (value !== null && typeof value === 'object') {
    const leaf = firstLeaf(value)
    return flatten(leaf === undefined ? false : leaf)
  }
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' && !Number.isInteger(value) ? String(value) : value
}

/** head(Arr::flatten($array)): null is a leaf, an empty array has none. */
function firstLeaf(value: PhpValue): PhpValue | undefined {
  if (value === null || typeof value !== 'object') return value
  for (const item of value.values()) {
    const leaf = firstLeaf(item)
    if (leaf !== undefined) return leaf
  }
  return undefined
}

/** PHP's (bool). */
function isTruthy(value: PhpValue): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  return value !== null && value !== false && value !== 0 && value !== '' && value !== '0'
}
