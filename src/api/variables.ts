// Texts and variables in the input of a call, and variables merged into those that are stored.

import { serverError } from '../laravel/errors.ts'
import { isEncodable, type PhpValue } from '../php/json.ts'
import { type InputArray, type InputValue, isScalar, mergeArrays } from '../php/query-string.ts'

/** A field whose rules let texts alone pass. */
export function textIn(input: InputArray, name: string): string {
  const value = input.get(name)
  return typeof value === 'string' ? value : ''
}

/** A file is an object without public members, of which nothing is left in JSON. */
export function toPhpValue(value: InputValue): PhpValue {
  if (isScalar(value)) return value
  return value instanceof Map
    ? new Map([...value].map(([key, item]) => [key, toPhpValue(item)]))
    : new Map()
}

/** array_merge(): text keys are replaced, keys that are whole numbers are appended and renumbered. */
export function mergeVariables(stored: PhpValue, given: PhpValue): PhpValue {
  if (given === null) return stored
  return mergeArrays<PhpValue>(toEntries(stored), toEntries(given))
}

/** The members of an array by their keys; nothing for any other value. */
export function toEntries(value: PhpValue): Map<string, PhpValue> {
  if (value instanceof Map) return value
  return new Map(Array.isArray(value) ? value.map((item, index) => [String(index), item]) : [])
}

/** As they come back from a JSON column, where -0.0 is the integer 0. Throws 500 where PHP cannot write them as JSON. */
export function toStored(variables: PhpValue): PhpValue {
  if (!isEncodable(variables)) throw serverError()
  return withoutMinus(variables)
}

function withoutMinus(value: PhpValue): PhpValue {
  if (Object.is(value, -0)) return 0
  if (Array.isArray(value)) return value.map(withoutMinus)
  if (!(value instanceof Map)) return value
  return new Map([...value].map(([key, item]) => [key, withoutMinus(item)]))
}
