// Reads the body of a call as a value.

import { readJson, toPlain } from '../dataset/json.ts'
import { countLines } from '../dataset/json-reader.ts'
import { decodeUtf8, EncodingError } from '../dataset/utf8.ts'
import { JsonSyntaxError, parseJson } from '../php/json-decode.ts'
import { requireBounded } from './body-bounds.ts'
import { AdminFailure } from './failure.ts'

/**
 * Gives undefined for an empty body. With `hasRows`, the variables of rows become PHP values.
 * Throws a 400 or 413.
 */
export function readBody(bytes: unknown, hasRows: boolean): unknown {
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return undefined
  requireBounded(bytes, hasRows)
  return readText(decodeBody(bytes), hasRows)
}

/** Reads the text of a body like readBody(). */
export function readText(text: string, hasRows: boolean): unknown {
  try {
    return hasRows ? toPlain(readJson(text)) : readPlain(text)
  } catch (error) {
    throw error instanceof JsonSyntaxError ? notJson(text, error) : error
  }
}

export function notJson(text: string, { message, position }: JsonSyntaxError): AdminFailure {
  const line = 1 + countLines(text, position)
  return new AdminFailure(400, `the body is not JSON: ${message} in line ${line}`)
}

/** Throws a 400 for bytes that are not UTF-8. */
export function decodeBody(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch (error) {
    throw error instanceof EncodingError
      ? new AdminFailure(400, `the body ${error.message}`)
      : error
  }
}

function readPlain(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // parseJson() is slower, but its error names the line of the mistake.
    return parseJson(text)
  }
}
