// Kinds of values that may be given as text: by a flag, an environment variable, or a file.

import * as z from 'zod'

/** A whole number, also when written as text. */
export function whole(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .union([z.number(), z.string()], { error })
    .transform(toNumber)
    .pipe(z.int({ error }).min(min, { error }).max(max, { error }))
}

/** One of a few numbers, also when written as text. */
export function choice<const T extends number>(values: T[]) {
  const error = `must be one of ${values.join(', ')}`
  return z
    .union([z.number(), z.string()], { error })
    .transform(toNumber)
    .pipe(z.literal(values, { error }))
}

const toNumber = (value: number | string): number =>
  typeof value === 'number' ? value : /^[+-]?\d+$/.test(value) ? Number(value) : NaN

/** On or off. */
export const flag = z
  .union([z.boolean(), z.string()])
  .transform((value) => booleans.get(String(value)))
  .pipe(z.boolean({ error: 'must be true or false' }))
const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])
