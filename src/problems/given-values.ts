// Schemas of values that a flag, an environment variable or a file gives, perhaps as text.

import * as z from 'zod'

/** A whole number, given as a number or a text. */
export function whole(
  min: number,
  max: number,
  error = `must be a whole number from ${min} to ${max}`,
) {
  return z
    .union([z.number(), z.string()], { error })
    .transform(toNumber)
    .pipe(z.int({ error }).min(min, { error }).max(max, { error }))
}

/** One of a few numbers, given as a number or a text. */
export function choice<const T extends number>(values: T[]) {
  const error = `must be one of ${values.join(', ')}`
  return z
    .union([z.number(), z.string()], { error })
    .transform(toNumber)
    .pipe(z.literal(values, { error }))
}

const toNumber = (value: number | string): number =>
  typeof value === 'number' ? value : /^[+-]?\d+$/.test(value) ? Number(value) : NaN

/** A boolean, given as such or as a text. */
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
