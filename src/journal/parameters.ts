// The parameters of a remembered request as Laravel reads them, and those that it ignored.

import { parseInput } from '../laravel/input.ts'
import { type EditionName, editions } from '../editions.ts'
import { type InputArray, InputLimitError, type InputValue, isScalar } from '../php/query-string.ts'

/** By name: null for an empty one, the JSON text of an array. */
export type Parameters = ReadonlyMap<string, string | null>

/** Trimmed, empty ones null. None at all where PHP refuses the query for its size. */
export function parseParameters(query: string): Parameters {
  try {
    const input = parseInput('GET', query, {}, '').query
    return new Map([...input].map(([name, value]) => [name.toWellFormed(), toText(value)]))
  } catch (error) {
    if (error instanceof InputLimitError) return new Map()
    throw error
  }
}

/** The names that made no difference. Without an edition nothing was judged, so nothing was ignored. */
export function ignoredOf(edition: EditionName | null, parameters: Parameters): string[] {
  if (edition === null) return []
  const { parameters: honoured, paginator } = editions[edition]
  const known = new Set<string>(honoured)
  if (paginator === 'either' && parameters.has('cursor')) known.delete('page')
  return [...parameters.keys()].filter((name) => !known.has(name))
}

function toText(value: InputValue): string | null {
  if (value === null) return null
  return isScalar(value) ? String(value).toWellFormed() : toJson(value)
}

function toJson(value: InputValue): string {
  if (isScalar(value)) return value === null ? 'null' : JSON.stringify(String(value).toWellFormed())
  // A query brings no file.
  if (!(value instanceof Map)) return '{}'
  if (isList(value)) return `[${[...value.values()].map(toJson).join(',')}]`
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key.toWellFormed())}:${toJson(item)}`).join(',')}}`
}

const isList = (array: InputArray): boolean =>
  [...array.keys()].every((key, index) => key === String(index))
