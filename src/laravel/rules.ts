// Laravel's validation rules that the endpoints use, with their messages.
// Mirrors Illuminate\Validation\Concerns\ValidatesAttributes and lang/en/validation.php of
// Laravel 10 and later.

import { serverError } from './errors.ts'
import { isUrl } from './url-rule.ts'
import { characterCount } from '../php/bytes.ts'
import { isYmd, parseYmd } from '../php/dates.ts'
import { parseDateText } from '../php/date-text.ts'
import { compareDecimal, isNumeric, numberToText, parseInteger } from '../php/numbers.ts'
import {
  type InputArray,
  type InputScalar,
  type InputValue,
  isScalar,
  UploadedFile,
} from '../php/input-array.ts'

/** The data that a rule may use besides the value. */
export type RuleContext = {
  readonly input: InputArray
  /** Unix seconds. */
  readonly now: number
  /** Whether the assistant with this id belongs to the user. */
  readonly ownsAssistant?: (id: bigint) => boolean
}

export type Rule = {
  passes(value: InputValue, context: RuleContext): boolean
  /** The message. `:attribute` becomes the name of the field, with spaces for underscores. */
  readonly message: string
  /** The message when the value is a file. */
  readonly fileMessage?: string
  /** Skips the rule when an earlier rule of the field failed, as Laravel does with `exists`. */
  readonly needsValid?: true
  /**
   * An implicit rule also runs for a missing field and for null. If it fails, the next rules of
   * the field do not run.
   */
  readonly isImplicit?: true
}

/** Fails for null, an empty text and an empty array. */
export const required: Rule = {
  passes: (value) => (value instanceof Map ? value.size > 0 : value !== null && value !== ''),
  message: 'The :attribute field is required.',
  isImplicit: true,
}

/** Laravel's rule for a field that may be missing or null. */
export const nullable: Rule = { passes: () => true, message: '' }

export const oneOf = (values: readonly string[]): Rule => ({
  passes: (value) => isScalar(value) && values.includes(toText(value)),
  message: 'The selected :attribute is invalid.',
})

export const integer: Rule = {
  passes: (value) => isScalar(value) && parseInteger(toText(value)) !== undefined,
  message: 'The :attribute field must be an integer.',
}

export const string: Rule = {
  passes: (value) => typeof value === 'string',
  message: 'The :attribute field must be a string.',
}

export const array: Rule = {
  passes: (value) => value instanceof Map,
  message: 'The :attribute field must be an array.',
}

/** Accepts UUIDs of any version and variant. */
export const uuid: Rule = {
  passes: (value) =>
    typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
  message: 'The :attribute field must be a valid UUID.',
}

export const url: Rule = {
  passes: (value) => typeof value === 'string' && isUrl(value),
  message: 'The :attribute field must be a valid URL.',
}

export const ownAssistant: Rule = {
  passes: (value, { ownsAssistant }) => ownsAssistant?.(toInteger(value)) ?? false,
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
  passes: (value) => lengthOf(value) <= limit,
  message: `The :attribute field must not be greater than ${limit} characters.`,
  fileMessage: `The :attribute field must not be greater than ${limit} kilobytes.`,
})

export const dateFormat: Rule = {
  passes: (value) => isScalar(value) && isYmd(toText(value)),
  message: 'The :attribute field must match the format Y-m-d.',
}

/** Runs even after date_format failed. PHP's free date parser then reads both values. */
export const afterOrEqual = (other: string): Rule => ({
  passes(value, { input, now }) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
      return false
    const reference = input.get(other) ?? null
    if (reference === null) return true
    // DateTime::createFromFormat() throws a TypeError for an array. Laravel does not catch it.
    if (!isScalar(reference)) throw serverError()
    // PHP throws a ValueError for a NUL. Laravel catches it in date_format, but not in this rule.
    if (`${toText(value)}${toText(reference)}`.includes('\0')) throw serverError()
    const first = toDate(toText(value), now)
    const second = toDate(toText(reference), now)
    return first !== undefined && second !== undefined && first >= second
  },
  message: `The :attribute field must be a date after or equal to ${toAttribute(other)}.`,
})

/** (string) $value. */
export function toText(value: InputScalar): string {
  if (value === null || value === false) return ''
  if (value === true) return '1'
  return typeof value === 'number' ? numberToText(value) : String(value)
}

/** (int) $value for a value that passed the rule `integer`. */
export const toInteger = (value: InputValue): bigint =>
  isScalar(value) ? (parseInteger(toText(value)) ?? 0n) : 0n

export function toAttribute(field: string): string {
  return field.replaceAll('_', ' ')
}

const toDate = (text: string, now: number): number | undefined =>
  parseYmd(text) ?? parseDateText(text, now)

/** The size of a field without a numeric rule: in entries, kilobytes or characters. */
function lengthOf(value: InputValue): number {
  if (value instanceof Map) return value.size
  return value instanceof UploadedFile ? value.bytes / 1024 : characterCount(toText(value))
}

/**
 * Compares the size of a field with a numeric rule to a limit. The size is the number, the count
 * of an array, or the length of another text.
 */
function compareSize(value: InputValue, limit: number): number {
  if (!isScalar(value)) return lengthOf(value) - limit
  const text = toText(value)
  if (typeof value === 'boolean') return characterCount(text) - limit
  if (/^\d{1,9}$/.test(text)) return Number(text) - limit
  if (!isNumeric(text)) return characterCount(text) - limit
  // Illuminate\Validation throws a MathException for a larger exponent, which becomes a 500.
  const exponent = Number(/e([+-]?\d+)/i.exec(text)?.[1] ?? 0)
  if (Math.abs(exponent) > 1000) throw serverError()
  return compareDecimal(text, limit)
}
