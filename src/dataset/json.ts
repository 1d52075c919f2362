// Parses the JSON of a dataset. Rows become objects; `variables` and similar fields keep PHP's
// form.

import { isTooDeep, parseJson } from '../php/json-decode.ts'
import { jsonFieldNames } from './assistant.ts'

/** Conversations and assistants both have a field `variables`. */
const jsonNames = new Set([...jsonFieldNames, 'function_calls'])

/** Parses a whole dataset, or a list from the API. Throws a JsonSyntaxError. */
export const readTables = (text: string): unknown => toPlain(readJson(text))

/**
 * Parses one row. `isPlain`: the caller knows that JSON.parse() reads it like PHP. Throws a
 * JsonSyntaxError.
 */
export function readRow(text: string, isPlain = false): unknown {
  if (!isPlain) return readTables(text)
  try {
    return JSON.parse(text)
  } catch {
    return readTables(text)
  }
}

/**
 * Finds texts that JSON.parse() may read differently from PHP: integer keys, large integers, -0 and
 * half surrogate pairs.
 */
const NEEDS_PHP = /"-?\d+"\s*:|\d{16}|[:,[\s]-0|\\u[dD][89a-fA-F]/

/** The depth limit for functions that call themselves. Real data stays far below it. */
const MAX_LEVELS = 1000

/**
 * Objects become Maps if JSON.parse() would read the text differently from PHP. Throws a
 * JsonSyntaxError.
 */
export function readJson(text: string): unknown {
  if (!NEEDS_PHP.test(text) && !isTooDeep(text, MAX_LEVELS)) {
    try {
      return JSON.parse(text)
    } catch {
      // parseJson() reads the text again, because its error has the position.
    }
  }
  return parseJson(text)
}

/** Turns Maps into objects, except in fields of rows that hold any JSON. */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (!(value instanceof Map)) return value
  return Object.fromEntries(
    [...value].map(([name, item]) => [name, jsonNames.has(name) ? item : toPlain(item)]),
  )
}
