// The query parameters of an entry as Laravel reads them, and the ones that the edition ignores.

import { parseQueryInput } from '../laravel/input.ts'
import { type EditionName, editions } from '../editions.ts'
import { type InputArray, InputLimitError, type InputValue, isScalar } from '../php/input-array.ts'

/** The values by name: null for an empty value, JSON for an array. */
export type Parameters = ReadonlyMap<string, string | null>

/** Values are trimmed, and empty ones are null. Empty when PHP refuses the query for its size. */
export function parseParameters(query: string): Parameters {
  try {
    const parameters = new Map<string, string | null>()
    for (const [name, value] of parseQueryInput(query))
      parameters.set(name.toWellFormed(), toText(value))
    return parameters
  } catch (error) {
    if (error instanceof InputLimitError) return new Map()
    throw error
  }
}

/** The names of the parameters that the edition ignores; empty without an edition. */
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
  // Only a file is neither scalar nor a Map, and a query has no files.
  if (!(value instanceof Map)) return '{}'
  if (isList(value)) return `[${[...value.values()].map(toJson).join(',')}]`
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key.toWellFormed())}:${toJson(item)}`).join(',')}}`
}

const isList = (array: InputArray): boolean =>
  [...array.keys()].every((key, index) => key === String(index))
