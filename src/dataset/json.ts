// The JSON of a dataset as values: rows are objects, and what lies in them (variables) is as PHP holds it.

import { isTooDeep, parseJson } from '../php/json-decode.ts'
import { jsonFieldNames } from './assistant.ts'

/** The variables of conversations have the name of those of assistants. */
const jsonNames = new Set([...jsonFieldNames, 'function_calls'])

/** A whole dataset, or a list as the API answers it. Throws a JsonSyntaxError. */
export const readTables = (text: string): unknown => toPlain(readJson(text))

/** One row; `isPlain` where the caller knows that JavaScript reads it as PHP does. Throws a JsonSyntaxError. */
export function readRow(text: string, isPlain = false): unknown {
  if (!isPlain) return readTables(text)
  try {
    return JSON.parse(text)
  } catch {
    return readTables(text)
  }
}

/** Values that JavaScript's reading would change: the order of integer keys, large integers, -0 and half surrogate pairs. */
const NEEDS_PHP = /"-?\d+"\s*:|\d{16}|[:,[\s]-0|\\u[dD][89a-fA-F]/

/** Far more than anything is read with, and few enough for a function that calls itself. */
const MAX_LEVELS = 1000

/** Objects are Maps where JavaScript would not read them as PHP does. Throws a JsonSyntaxError. */
export function readJson(text: string): unknown {
  if (!NEEDS_PHP.test(text) && !isTooDeep(text, MAX_LEVELS)) {
    try {
      return JSON.parse(text)
    } catch {
      // Read again by the parser that knows the place of the fault.
    }
  }
  return parseJson(text)
}

/** The same with objects for Maps, but for the fields of rows that hold any JSON. */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (!(value instanceof Map)) return value
  return Object.fromEntries(
    [...value].map(([name, item]) => [name, jsonNames.has(name) ? item : toPlain(item)]),
  )
}
