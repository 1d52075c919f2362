// The body of a call as a value.

import { readJson } from '../dataset/json.ts'
import { countLines } from '../dataset/json-reader.ts'
import { JsonSyntaxError, parseJson } from '../php/json-decode.ts'
import { AdminFailure } from './failure.ts'

/** Undefined for none. `hasRows`: it has rows, whose variables are then as PHP holds them. Throws a 400. */
export function readBody(text: unknown, hasRows: boolean): unknown {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    return hasRows ? toPlain(readJson(text)) : readPlain(text)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new AdminFailure(400, `the body is not JSON: ${error.message} in line ${1 + countLines(text, error.position)}`)
  }
}

function readPlain(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Read again by the parser that knows the place of the fault.
    return parseJson(text)
  }
}

function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (!(value instanceof Map)) return value
  return Object.fromEntries([...value].map(([name, item]) => [name, name === 'variables' ? item : toPlain(item)]))
}
