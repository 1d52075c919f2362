// Reads and checks a body with many rows, row by row, in turns.

import * as z from 'zod'
import type { Work } from '../clock/turns.ts'
import { readJsonInTurns } from '../dataset/json-in-turns.ts'
import { decodeUtf8, EncodingError } from '../dataset/utf8.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import { readBody } from './body.ts'
import { boundsOf } from './body-bounds.ts'
import { AdminFailure, type FieldError, refusal } from './failure.ts'
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

/** The most bytes to read a second time in one turn, to find the line of a syntax error. */
const SHORT = 256 * 1024

/** Reads like readBody() with rows, in turns. For very long bodies a syntax error names no line. */
export function* readLongBody(bytes: Uint8Array): Work<unknown> {
  yield* boundsOf(bytes, true)
  try {
    const text = decodeUtf8(bytes)
    yield
    return yield* readJsonInTurns(text)
  } catch (error) {
    if (error instanceof EncodingError) throw new AdminFailure(400, `the body ${error.message}`)
    if (!(error instanceof JsonSyntaxError)) throw error
    if (bytes.length > SHORT) throw new AdminFailure(400, `the body is not JSON: ${error.message}`)
    return readBody(bytes, true)
  }
}

/** Checks like parseInput(). Problems of rows are reported first and alone. */
export function* parseLongBody<S extends z.ZodType>(
  schema: S,
  body: unknown,
  rows: RowList | undefined,
): Work<z.output<S>> {
  const list = rows && valueAt(body, rows.path)
  if (!rows || !Array.isArray(list) || list.length <= MANY)
    return parseInput(schema, body, 'the body')
  const { path, row, max } = rows
  if (list.length > max)
    throw refusal(422, [
      { path: z.core.toDotPath([...path]), message: `must have at most ${max} entries` },
    ])
  const read: unknown[] = []
  const errors: FieldError[] = []
  for (const [index, value] of list.entries()) {
    const checked = findErrors(row, value, { part: 'the body', path: [...path, index] })
    read.push(checked.data)
    errors.push(...checked.errors)
    yield
  }
  if (errors.length > 0) throw refusal(422, errors)
  // The rows are checked already, so the schema sees only the first one.
  const parsed: unknown = parseInput(schema, withValueAt(body, path, list.slice(0, 1)), 'the body')
  return z.custom<z.output<S>>().parse(withValueAt(parsed, path, read))
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
