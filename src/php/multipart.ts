// Bodies of multipart/form-data as PHP reads them, which is lenient: text around the parts, bare line feeds, names without quotes and a
// missing end are all taken. Mirrors rfc1867_post_handler() in php-src.

import { type InputArray, registerPart, UploadedFile } from './query-string.ts'

export type Multipart = {
  /** $_POST */
  readonly fields: InputArray
  /** $_FILES, without those that nobody chose. */
  readonly files: InputArray
}

// max_input_vars, max_file_uploads, and max_multipart_body_parts, which is their sum.
const MAX_VARIABLES = 1000
const MAX_FILES = 20
const MAX_PARTS = MAX_VARIABLES + MAX_FILES
/** FILLUNIT without the line break and the hyphens before a boundary. */
const MAX_BOUNDARY = 5 * 1024 - 4

/** Reads a body (each character one byte); nothing where the Content-Type names no boundary. */
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

/** Quoted, or up to a comma or a semicolon; a parameter in lower case goes before others. */
function boundaryOf(contentType: string): string | undefined {
  const exact = contentType.indexOf('boundary')
  const start = exact < 0 ? contentType.toLowerCase().indexOf('boundary') : exact
  const equals = start < 0 ? -1 : contentType.indexOf('=', start)
  if (equals < 0) return undefined
  const text = contentType.slice(equals + 1)
  const boundary = text.startsWith('"') ? /^"([^"]*)"/.exec(text)?.[1] : /^[^,;]*/.exec(text)?.[0]
  return boundary !== undefined && boundary.length > MAX_BOUNDARY ? undefined : boundary
}

/** A line without its end; undefined for a last one that has none. */
function readLine(reader: Reader): string | undefined {
  const end = reader.body.indexOf('\n', reader.at)
  if (end < 0) return undefined
  const line = reader.body.slice(reader.at, reader.body[end - 1] === '\r' ? end - 1 : end)
  reader.at = end + 1
  return line
}

/** The headers of the next part by their names in lower case, of those with one name the first. */
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

/** `name` and `filename`, the last of each. */
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

/** The texts between semicolons, but for those in quotes. A loop, for a regular expression fills the stack on a long text. */
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

/** Where the quotes close that open at `start`; the end of the text when they never do. */
function endOfQuotes(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== text[start])
    at += text[at] === '\\' && text[at + 1] === text[start] ? 2 : 1
  return Math.min(at, text.length - 1)
}

/** In double or single quotes, or up to white space. */
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

/** The content of a part, and whether a delimiter follows it. */
function readContent(reader: Reader): { content: string; hasEnd: boolean } {
  const { body, at } = reader
  const delimiter = `\n${reader.delimiter}`
  const next = body.indexOf(delimiter, at)
  const end = next < 0 ? startOfCutDelimiter(body, at, delimiter) : next
  reader.at = end
  const isCarriage = end < body.length && end > at && body[end - 1] === '\r'
  return { content: body.slice(at, isCarriage ? end - 1 : end), hasEnd: next >= 0 }
}

/** Where the body ends in the beginning of a delimiter; else its end. */
function startOfCutDelimiter(body: string, at: number, delimiter: string): number {
  const start = body.lastIndexOf('\n')
  return start >= at && delimiter.startsWith(body.slice(start)) ? start : body.length
}

type FileParameters = { readonly name: string | undefined; readonly filename: string }

/** Laravel leaves out a file without a file name, which nobody chose; PHP leaves out one whose brackets are not in order. */
function readFile(reader: Reader, files: InputArray, { name, filename }: FileParameters): void {
  if (name === undefined || filename === '' || !hasGoodBrackets(name)) return
  if (files.size >= MAX_FILES) return
  const { content, hasEnd } = readContent(reader)
  registerPart(files, name, new UploadedFile(content.length, hasEnd))
}

const hasGoodBrackets = (name: string): boolean => /^[^[\]]*(?:\[[^[\]]*\])*$/.test(name)
