// Laravel's validation rules that the endpoint uses, with their messages. Mirrors
// Illuminate\Validation\Concerns\ValidatesAttributes and lang/en/validation.php of Laravel 10 and later.

import { serverError } from './errors.ts'
import { characterCount } from '../php/bytes.ts'
import { isYmd, parseDateText, parseYmd } from '../php/dates.ts'
import { compareDecimal, isNumeric, parseInteger } from '../php/numbers.ts'
import type { InputArray, InputValue } from '../php/query-string.ts'

/** Everything a rule may look at besides the value. */
export type RuleContext = {
  readonly input: InputArray
  /** Unix seconds. */
  readonly now: number
  /** Whether an assistant of this id belongs to the caller. */
  readonly ownsAssistant: (id: bigint) => boolean
}

export type Rule = {
  passes(value: InputValue, context: RuleContext): boolean
  /** `:attribute` is the field's name with spaces. */
  readonly message: string
  /** exists is not tried when an earlier rule of the field failed. */
  readonly needsValid?: true
}

export const oneOf = (values: readonly string[]): Rule => ({
  passes: (value) => !(value instanceof Map) && values.includes(toText(value)),
  message: 'The selected :attribute is invalid.',
})

export const integer: Rule = {
  passes: (value) => !(value instanceof Map) && parseInteger(toText(value)) !== undefined,
  message: 'The :attribute field must be an integer.',
}

export const string: Rule = {
  passes: (value) => typeof value === 'string',
  message: 'The :attribute field must be a string.',
}

export const ownAssistant: Rule = {
  passes: (value, { ownsAssistant }) => ownsAssistant(toInteger(value)),
  message: 'The selected :attribute is invalid.',
  needsValid: true,
}

export const minNumber = (limit: number): Rule => ({
  passes: (value) => compareSize(value, limit) >= 0,
  message: `The :attribute field must be at least ${limit}.`,
})

export const maxNumber = (limit: number): Rule => ({
  passes: (value) => compareSize(value, limit) <= 0,
  message: `The :attribute field must not be greater than ${limit}.`,
})

export const maxLength = (limit: number): Rule => ({
  passes: (value) => (value instanceof Map ? value.size : characterCount(toText(value))) <= limit,
  message: `The :attribute field must not be greater than ${limit} characters.`,
})

export const dateFormat: Rule = {
  passes: (value) => !(value instanceof Map) && isYmd(toText(value)),
  message: 'The :attribute field must match the format Y-m-d.',
}

/** Tried even when date_format failed: then both values go through PHP's free date parser. */
export const afterOrEqual = (other: string): Rule => ({
  passes(value, { input, now }) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
      return false
    const reference = input.get(other) ?? null
    if (reference === null) return true
    // DateTime::createFromFormat() throws a TypeError for an array, which Laravel does not catch.
    if (reference instanceof Map) throw serverError()
    // Nor the ValueError for a NUL, which date_format does catch.
    if (`${toText(value)}${toText(reference)}`.includes('\0')) throw serverError()
    const first = toDate(toText(value), now)
    const second = toDate(toText(reference), now)
    return first !== undefined && second !== undefined && first >= second
  },
  message: `The :attribute field must be a date after or equal to ${toAttribute(other)}.`,
})

/** (string) $value. */
export function toText(value: Exclude<InputValue, InputArray>): string {
  if (value === null || value === false) return ''
  return value === true ? '1' : String(value)
}

/** (int) $value of a value that passed the integer rule. */
export const toInteger = (value: InputValue): bigint =>
  value instanceof Map ? 0n : (parseInteger(toText(value)) ?? 0n)

export function toAttribute(field: string): string {
  return field.replaceAll('_', ' ')
}

const toDate = (text: string, now: number): number | undefined =>
  parseYmd(text) ?? parseDateText(text, now)

/** The size of a field with a numeric rule: the number itself, the count of an array, otherwise the length of the text. */
function compareSize(value: InputValue, limit: number): number {
  if (value instanceof Map) return value.size - limit
  const text = toText(value)
  if (typeof value === 'boolean') return characterCount(text) - limit
  if (/^\d{1,9}$/.test(text)) return Number(text) - limit
  if (!isNumeric(text)) return characterCount(text) - limit
  // Illuminate\Validation refuses a larger exponent with a MathException, which becomes a 500.
  const exponent = Number(/e([+-]?\d+)/i.exec(text)?.[1] ?? 0)
  if (Math.abs(exponent) > 1000) throw serverError()
  return compareDecimal(text, limit)
}
