// The variables of a request as PHP holds them: arrays of texts, of other scalars, and of files.

/** A value of a request's input. Arrays have texts as keys; an integer key is a plain decimal. */
export type InputValue = InputScalar | InputArray | UploadedFile
export type InputScalar = null | boolean | number | bigint | string
export type InputArray = Map<string, InputValue>

/** A file in a multipart body. Only its size is kept. */
export class UploadedFile {
  readonly bytes: number
  /** False when the body ended inside the file. */
  readonly isWhole: boolean
  constructor(bytes: number, isWhole: boolean) {
    this.bytes = bytes
    this.isWhole = isWhole
  }
}

/** Whether the value is null or PHP's is_scalar() is true. */
export const isScalar = (value: InputValue): value is InputScalar =>
  value === null || typeof value !== 'object'

/**
 * Thrown beyond max_input_vars variables or max_input_nesting_level levels. PHP warns, and Laravel
 * turns the warning into a 500.
 */
export class InputLimitError extends Error {
  override name = 'InputLimitError'
  /** The variable with too many levels; undefined when there are too many variables. */
  readonly variable: string | undefined
  constructor(variable?: string) {
    super()
    this.variable = variable
  }
}

export const INTEGER_KEY = /^(?:0|-?[1-9]\d{0,17})$/

/** array_merge(): renumbers integer keys from 0, and keeps string keys at their place. */
export function mergeArrays<T>(first: Map<string, T>, second: Map<string, T>): Map<string, T> {
  const merged = new Map<string, T>()
  let index = 0
  for (const array of [first, second]) {
    for (const [key, value] of array)
      merged.set(INTEGER_KEY.test(key) ? String(index++) : key, value)
  }
  return merged
}

/**
 * array_replace_recursive(): values of the second array replace those of the first. Two arrays
 * under one key are merged by the same rule.
 */
export function replaceRecursively(first: InputArray, second: InputArray): InputArray {
  const replaced: InputArray = new Map(first)
  for (const [key, value] of second) {
    const before = first.get(key)
    const isNested = before instanceof Map && value instanceof Map
    replaced.set(key, isNested ? replaceRecursively(before, value) : value)
  }
  return replaced
}
