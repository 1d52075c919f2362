// The JSON of a dataset as values: rows are objects, and what lies in them (variables) is as PHP holds it.

import { parseJson } from '../php/json-decode.ts'

/** The tables of a whole dataset. Throws a JsonSyntaxError. */
export function readTables(text: string): unknown {
  const root = readJson(text)
  if (!(root instanceof Map)) return root
  return Object.fromEntries([...root].map(([name, rows]) => [name, Array.isArray(rows) ? rows.map(toRecord) : rows]))
}

/** One row. Throws a JsonSyntaxError. */
export const readRow = (text: string): unknown => toRecord(readJson(text))

/** What JavaScript's reading would change: the order of integer keys, large integers, -0 and half surrogate pairs. */
const NEEDS_PHP = /"-?\d+"\s*:|\d{16}|[:,[\s]-0|\\u[dD][89a-fA-F]/

/** Objects are Maps where JavaScript would not read them as PHP does. Throws a JsonSyntaxError. */
export function readJson(text: string): unknown {
  if (!NEEDS_PHP.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // Read again by the parser that knows the place of the fault.
    }
  }
  return parseJson(text)
}

const toRecord = (row: unknown): unknown => (row instanceof Map ? Object.fromEntries(row) : row)
