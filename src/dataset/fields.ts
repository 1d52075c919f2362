// The fields that several tables share.

import * as z from 'zod'
import { parseDateTime } from '../php/dates.ts'

export const id = z.int().positive()

export const dateTime = z.string().refine(createDateCheck(), {
  error: 'must be a date that exists, written as YYYY-MM-DD HH:MM:SS',
})

export function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null
}

const CLOCK = /^ (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

/**
 * Makes a check that remembers the last valid day, because most rows have the same day as the row
 * before.
 */
export function createDateCheck() {
  let day = ''

  return function isDateTime(text: string): boolean {
    if (text.slice(0, 10) === day && CLOCK.test(text.slice(10))) return true
    if (parseDateTime(text) === undefined) return false
    day = text.slice(0, 10)
    return true
  }
}
