// A field that holds any JSON in PHP's form.

import * as z from 'zod'
import { fromJavaScript, type PhpValue } from '../php/json.ts'

/** The depth limit of PHP's json_decode(), less the levels of a dataset around this field. */
const MAX_DEPTH = 508

/** Reads a value as phpField() does. Undefined for a value that it refuses. */
export function readPhpField(value: unknown): PhpValue | undefined {
  if (isDeeperThan(value, MAX_DEPTH)) return undefined
  const read = fromJavaScript(value)
  return isFinite(read) ? read : undefined
}

export const phpField = () =>
  z
    .unknown()
    .optional()
    .refine((value) => !isDeeperThan(value, MAX_DEPTH), {
      error: `must not be nested deeper than ${MAX_DEPTH} levels, which PHP refuses`,
    })
    .transform(toPhpValue)
    .refine(isFinite, { error: 'must not hold numbers beyond 1.8e308, which JSON cannot say' })

function toPhpValue(value: unknown): PhpValue {
  return fromJavaScript(value)
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (
    levels === 0 ||
    (value instanceof Map ? [...value.values()] : Object.values(value)).some((item) =>
      isDeeperThan(item, levels - 1),
    )
  )
}

/** True when PHP could encode the value. */
function isFinite(value: PhpValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value !== 'object' || [...value.values()].every(isFinite)
}
