// Reads texts and variables from the input of a request, and merges variables into stored ones.

import { isLong } from '../dataset/row-bounds.ts'
import { bodyTooLarge, serverError } from '../laravel/errors.ts'
import { isEncodable, type PhpValue } from '../php/json.ts'
import { type InputArray, type InputValue, isScalar, mergeArrays } from '../php/input-array.ts'

/** The text of a field whose rules accept only texts. */
export function textIn(input: InputArray, name: string): string {
  const value = input.get(name)
  return typeof value === 'string' ? value : ''
}

/** Converts input to a PHP value. A file becomes an empty array: it has no public members. */
export function toPhpValue(value: InputValue): PhpValue {
  if (isScalar(value)) return value
  return value instanceof Map
    ? new Map([...value].map(([key, item]) => [key, toPhpValue(item)]))
    : new Map()
}

/**
 * array_merge(): replaces text keys; appends and renumbers keys that are whole numbers. Throws a 413
 * for more than a row may hold.
 */
export function mergeVariables(stored: PhpValue, given: PhpValue): PhpValue {
  if (given === null) return stored
  const merged = mergeArrays<PhpValue>(toEntries(stored), toEntries(given))
  if (isLong(merged)) throw bodyTooLarge()
  return merged
}

/** The entries of an array by key; empty for any other value. */
export function toEntries(value: PhpValue): Map<string, PhpValue> {
  if (value instanceof Map) return value
  return new Map(Array.isArray(value) ? value.map((item, index) => [String(index), item]) : [])
}

/**
 * The variables as a JSON column returns them, where -0.0 becomes the integer 0. Throws a 500 for
 * texts that are not UTF-8, and a 413 for more than a row may hold.
 */
export function toStored(variables: PhpValue): PhpValue {
  if (!isEncodable(variables)) throw serverError()
  if (isLong(variables)) throw bodyTooLarge()
  return withoutMinus(variables)
}

function withoutMinus(value: PhpValue): PhpValue {
  if (Object.is(value, -0)) return 0
  if (Array.isArray(value)) return value.map(withoutMinus)
  if (!(value instanceof Map)) return value
  return new Map([...value].map(([key, item]) => [key, withoutMinus(item)]))
}
