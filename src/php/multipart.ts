// Reads bodies of multipart/form-data as PHP does. PHP is lenient: it accepts text around the
// parts, bare line feeds, names without quotes and a missing end.
// Mirrors rfc1867_post_handler() in php-src.

import { registerPart } from './query-string.ts'
import { type InputArray, UploadedFile } from './input-array.ts'

export type Multipart = {
  /** $_POST */
  readonly fields: InputArray
  /** $_FILES without the empty file fields of a form. */
  readonly files: InputArray
}

// The PHP settings max_input_vars and max_file_uploads; max_multipart_body_parts is their sum.
const MAX_VARIABLES = 1000
const MAX_FILES = 20
const MAX_PARTS = MAX_VARIABLES + MAX_FILES
/** PHP's buffer (FILLUNIT) less the line break and the hyphens before a boundary. */
const MAX_BOUNDARY = 5 * 1024 - 4

/**
 * Parses a body in which each character stands for one byte. Empty when the Content-Type has no
 * boundary.
 */
export function parseMultipart(contentType: string, body: string): Multipart {
  const fields: InputArray = new Map()
  const files: InputArray = new Map()
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) return { fields, files }
  const reader = { body, at: 0, delimiter: `--${boundary}` }
  let variables = 0
  for (let parts = 0; parts <= MAX_PARTS;) {
    const headers = readHeaders(reader)
    if (headers === undefined) break
    const disposition = headers.get('content-disposition')
    if (disposition === undefined) continue
    const { name, filename } = parametersOf(disposition)
    if (++parts > MAX_PARTS || (name === undefined && filename === undefined)) break
    if (filename !== undefined) readFile(reader, files, { name, filename })
    else if (name !== undefined) {
      const value = readContent(reader).content
      if (++variables <= MAX_VARIABLES) registerPart(fields, name, value)
    }
  }
  return { fields, files }
}

type Reader = { readonly body: string; at: number; readonly delimiter: string }

/**
 * The boundary: in quotes, or up to a comma or semicolon. A parameter name in lower case has
 * priority over other spellings.
 */
function boundaryOf(contentType: string): string | undefined {
  const exact = contentType.indexOf('boundary')
  const start = exact < 0 ? contentType.toLowerCase().indexOf('boundary') : exact
  const equals = start < 0 ? -1 : contentType.indexOf('=', start)
  if (equals < 0) return undefined
  const text = contentType.slice(equals + 1)
  const boundary = text.startsWith('"') ? /^"([^"]*)"/.exec(text)?.[1] : /^[^,;]*/.exec(text)?.[0]
  return boundary !== undefined && boundary.length > MAX_BOUNDARY ? undefined : boundary
}

/** The next line without its line break; undefined when no line break follows. */
function readLine(reader: Reader): string | undefined {
  const end = reader.body.indexOf('\n', reader.at)
  if (end < 0) return undefined
  const line = reader.body.slice(reader.at, reader.body[end - 1] === '\r' ? end - 1 : end)
  reader.at = end + 1
  return line
}

/** The headers of the next part by lower-case name. The first header of a name counts. */
function readHeaders(reader: Reader): Map<string, string> | undefined {
  let line = readLine(reader)
  while (line !== undefined && line !== reader.delimiter) line = readLine(reader)
  if (line === undefined) return undefined
  const headers = new Map<string, string>()
  let last: string | undefined
  for (line = readLine(reader); line !== undefined && line !== ''; line = readLine(reader)) {
    const colon = /^\s/.test(line) ? -1 : line.indexOf(':')
    if (colon >= 0) {
      const name = line.slice(0, colon).toLowerCase()
      last = headers.has(name) ? undefined : name
      if (last !== undefined) headers.set(last, line.slice(colon + 1).trimStart())
    } else if (last !== undefined) headers.set(last, `${headers.get(last)}${line}`)
  }
  return headers
}

/** The parameters `name` and `filename`. The last one of each counts. */
function parametersOf(disposition: string): Partial<Record<'name' | 'filename', string>> {
  const parameters: Partial<Record<'name' | 'filename', string>> = {}
  for (const pair of pairsOf(disposition)) {
    const equals = pair.indexOf('=')
    const key = pair.slice(0, Math.max(equals, 0)).toLowerCase()
    if (key === 'name' || key === 'filename')
      parameters[key] = unquote(pair.slice(equals).replace(/^=+/, ''))
  }
  return parameters
}

/**
 * Splits a text at the semicolons outside of quotes. It is a loop, because a regular expression
 * fills the stack on a long text.
 */
function pairsOf(text: string): string[] {
  const pairs: string[] = []
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    const char = text[at]
    if (char === '"' || char === "'") at = endOfQuotes(text, at)
    else if (char === ';' || char === undefined) {
      pairs.push(text.slice(start, at).trimStart())
      start = at + 1
    }
  }
  return pairs
}

/** The position of the closing quote for the quote at `start`; else the end of the text. */
function endOfQuotes(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== text[start])
    at += text[at] === '\\' && text[at + 1] === text[start] ? 2 : 1
  return Math.min(at, text.length - 1)
}

/** The value in double or single quotes, or the text up to white space. */
function unquote(text: string): string {
  const trimmed = text.trimStart()
  const quote = trimmed[0]
  if (quote !== '"' && quote !== "'")
    return (/^\S*/.exec(trimmed)?.[0] ?? '').replaceAll('\\\\', '\\')
  let value = ''
  for (let at = 1; at < trimmed.length && trimmed[at] !== quote; at++) {
    const next = trimmed[at + 1]
    if (trimmed[at] === '\\' && (next === '\\' || next === quote)) at++
    value += trimmed[at] ?? ''
  }
  return value
}

/** Reads the content of a part. `hasEnd` says whether a delimiter follows it. */
function readContent(reader: Reader): { content: string; hasEnd: boolean } {
  const { body, at } = reader
  const delimiter = `\n${reader.delimiter}`
  const next = body.indexOf(delimiter, at)
  const end = next < 0 ? startOfCutDelimiter(body, at, delimiter) : next
  reader.at = end
  const isCarriage = end < body.length && end > at && body[end - 1] === '\r'
  return { content: body.slice(at, isCarriage ? end - 1 : end), hasEnd: next >= 0 }
}

/** The start of a delimiter that the end of the body cuts; otherwise the end of the body. */
function startOfCutDelimiter(body: string, at: number, delimiter: string): number {
  const start = body.lastIndexOf('\n')
  return start >= at && delimiter.startsWith(body.slice(start)) ? start : body.length
}

type FileParameters = { readonly name: string | undefined; readonly filename: string }

/**
 * Reads a file. Laravel drops an empty file field, which has no file name. PHP drops a file whose
 * name has unmatched brackets.
 */
function readFile(reader: Reader, files: InputArray, { name, filename }: FileParameters): void {
  if (name === undefined || filename === '' || !hasGoodBrackets(name)) return
  if (files.size >= MAX_FILES) return
  const { content, hasEnd } = readContent(reader)
  registerPart(files, name, new UploadedFile(content.length, hasEnd))
}

const hasGoodBrackets = (name: string): boolean => /^[^[\]]*(?:\[[^[\]]*\])*$/.test(name)
