// Reads and checks a long body in turns: its lists of rows row by row.

import * as z from 'zod'
import type { Work } from '../clock/turns.ts'
import { readJsonInTurns } from '../dataset/json-in-turns.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import { decodeBody, notJson, readText } from './body.ts'
import { boundsOf } from './body-bounds.ts'
import { type FieldError, refusal } from './failure.ts'
import { findErrors, parseInput } from './input.ts'

/** A body of this many bytes is read in turns. */
const LONG = 32 * 1024
/** A list of more rows than this is checked row by row. */
const MANY = 50

/** Describes the list of rows in a body. */
export type RowList = {
  /** The field names that lead to the list; empty when the body itself is the list. */
  readonly path: readonly string[]
  readonly row: z.ZodType
  readonly max: number
}

export const isLongBody = (bytes: unknown): bytes is Uint8Array =>
  bytes instanceof Uint8Array && bytes.length >= LONG

/** Reads like readBody(), in turns. */
export function* readLongBody(bytes: Uint8Array, hasRows: boolean): Work<unknown> {
  yield* boundsOf(bytes, hasRows)
  const text = decodeBody(bytes)
  yield
  // Without rows the body is short enough for one JSON.parse().
  if (!hasRows) return readText(text, false)
  try {
    return yield* readJsonInTurns(text)
  } catch (error) {
    throw error instanceof JsonSyntaxError ? notJson(text, error) : error
  }
}

/** Checks like parseInput(). Problems of rows are reported first and alone. */
export function* parseLongBody<S extends z.ZodType>(
  schema: S,
  body: unknown,
  lists: readonly RowList[],
): Work<z.output<S>> {
  const read: { path: RowList['path']; rows: unknown[] }[] = []
  let rest = body
  for (const list of lists) {
    const given = valueAt(body, list.path)
    if (!Array.isArray(given) || given.length <= MANY) continue
    read.push({ path: list.path, rows: yield* parseRows(given, list) })
    // The rows are checked already, so the schema sees only the first one.
    rest = withValueAt(rest, list.path, given.slice(0, 1))
  }
  yield
  let parsed: unknown = parseInput(schema, rest, 'the body')
  for (const { path, rows } of read) parsed = withValueAt(parsed, path, rows)
  return z.custom<z.output<S>>().parse(parsed)
}

function* parseRows(given: readonly unknown[], { path, row, max }: RowList): Work<unknown[]> {
  if (given.length > max)
    throw refusal(422, [
      { path: z.core.toDotPath([...path]), message: `must have at most ${max} entries` },
    ])
  const rows: unknown[] = []
  const errors: FieldError[] = []
  for (const [index, value] of given.entries()) {
    const checked = findErrors(row, value, { part: 'the body', path: [...path, index] })
    rows.push(checked.data)
    errors.push(...checked.errors)
    yield
  }
  if (errors.length > 0) throw refusal(422, errors)
  return rows
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  )
}

function withValueAt(
  value: unknown,
  [name, ...others]: readonly string[],
  inner: unknown,
): unknown {
  if (name === undefined || !isObject(value)) return inner
  return { ...value, [name]: withValueAt(value[name], others, inner) }
}
