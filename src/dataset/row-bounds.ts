// Limits on the length of a row. A page can hold a hundred rows, and other requests wait until it is
// read. The contract of the API names none of them, so its schemas do not either.

import * as z from 'zod'
import { encodeJson, type PhpValue } from '../php/json.ts'
import { phpField, readPhpField } from './php-field.ts'

/** In UTF-16 code units. */
export const MAX_TEXT = 10_000
/** In bytes of JSON, as PHP writes it. */
const MAX_JSON = 262_144
/** For the text of a message. */
export const MAX_MESSAGE = 65_536
/** PHP writes a character with up to six bytes, and any other value with fewer than this. */
const [BYTES_OF_CHARACTER, BYTES_OF_VALUE] = [6, 32]

export const LONG_TEXT = `must have at most ${MAX_TEXT} characters; shorten it`
/** A text of a row. */
export const rowText = z.string().refine(({ length }) => length <= MAX_TEXT, { error: LONG_TEXT })
export const filledText = z
  .string()
  .min(1)
  .refine(({ length }) => length <= MAX_TEXT, { error: LONG_TEXT })

/** The text of a message. */
export const messageText = z.string().refine(({ length }) => length <= MAX_MESSAGE, {
  error: `must have at most ${MAX_MESSAGE} characters; shorten it`,
})

/** JSON of any shape in a row. */
export const rowJson = () => phpField().refine((value) => !isLong(value), { error: LONG_JSON })

/** Reads a value as rowJson() does. Undefined for a value that it refuses. */
export function readRowJson(value: unknown): PhpValue | undefined {
  const read = readPhpField(value)
  return read === undefined || isLong(read) ? undefined : read
}

export const LONG_JSON = `must take at most ${MAX_JSON} bytes as JSON, with characters beyond ASCII escaped; shorten it`

/** Whether JSON is too long for a row. Most values are so short that nothing is encoded. */
export const isLong = (value: PhpValue): boolean =>
  mostBytes(value) > MAX_JSON && encodeJson(value).length > MAX_JSON

function mostBytes(value: PhpValue): number {
  if (typeof value === 'string') return BYTES_OF_VALUE + BYTES_OF_CHARACTER * value.length
  let bytes = BYTES_OF_VALUE
  if (Array.isArray(value)) for (const item of value) bytes += mostBytes(item)
  else if (value instanceof Map)
    for (const [key, item] of value)
      bytes += BYTES_OF_VALUE + BYTES_OF_CHARACTER * key.length + mostBytes(item)
  return bytes
}
