// Cuts JSON that arrives in chunks into the texts of its values. It holds one value in memory at
// most.

import { turns } from '../clock/turns.ts'
import { createUtf8Reader } from './utf8.ts'

export type JsonReader = ReturnType<typeof createJsonReader>

/**
 * The JSON text of one value, and the line where it begins. `isPlain`: JSON.parse() reads it like
 * PHP; see readRow(). False can also mean that this is unknown.
 */
export type JsonText = {
  readonly text: string
  readonly line: number
  readonly isPlain: boolean
}

const [LINE_FEED, SPACE, QUOTE, COMMA, BACKSLASH] = [0x0a, 0x20, 0x22, 0x2c, 0x5c]
const [MINUS, ZERO, NINE, COLON] = [0x2d, 0x30, 0x39, 0x3a]
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Reads JSON from chunks of bytes. Throws an EncodingError for bytes that are not UTF-8. */
export function createJsonReader(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]()
  const utf8 = createUtf8Reader()
  let chunk: Buffer = Buffer.alloc(0)
  let at = 0
  let line = 1
  let bytesBefore = 0
  let lastByte = Infinity

  async function fill(): Promise<boolean> {
    if (bytesBefore + chunk.length > lastByte) return false
    bytesBefore += chunk.length
    at = 0
    for (;;) {
      // A socket can deliver dozens of chunks without a turn of the event loop in between.
      await turns.pause()
      const { value, done } = await iterator.next()
      chunk = done ? utf8.end() : utf8.push(value)
      if (done || chunk.length > 0) return chunk.length > 0
    }
  }

  /** Skips white space. False at the end of the chunk. */
  function hasMoreAtOnce(): boolean {
    for (; at < chunk.length; at++) {
      if (chunk[at] === LINE_FEED) line++
      else if (!isSpace(chunk[at])) return true
    }
    return false
  }

  /** Skips white space. False at the end of the input. */
  async function hasMore(): Promise<boolean> {
    while (!hasMoreAtOnce()) if (!(await fill())) return false
    return true
  }

  /** The next character after white space, if it is ASCII; empty at the end of the input. */
  async function peek(): Promise<string> {
    return (await hasMore()) ? String.fromCharCode(chunk[at] ?? 0) : ''
  }

  /** Skips the next character if it is `char`; returns whether it was. */
  async function take(char: string): Promise<boolean> {
    return (await hasMore()) && takeAtOnce(char)
  }

  /** Like take(), but false at the end of the chunk. A row then needs no promise. */
  function takeAtOnce(char: string): boolean {
    if (!hasMoreAtOnce() || chunk[at] !== char.charCodeAt(0)) return false
    at++
    return true
  }

  /**
   * The next value; undefined if it is longer than `limit` bytes. Of broken JSON it returns enough
   * text for a parser to fail at the same position. The text is empty when a value is missing.
   */
  async function cut(limit: number): Promise<JsonText | undefined> {
    const parts: Buffer[] = []
    const finder = createEndFinder()
    let length = 0
    let isWhole = !(await hasMore())
    while (!isWhole) {
      const end = finder.find(chunk, at)
      const part = chunk.subarray(at, end)
      length += part.length
      if (length > limit) return undefined
      parts.push(part)
      at += part.length
      isWhole = end !== undefined || !(await fill())
    }
    const text = (parts.length === 1 ? parts[0] : Buffer.concat(parts))?.toString() ?? ''
    const piece = { text, line, isPlain: finder.isPlain() }
    line += countLines(text)
    return piece
  }

  /** Like cut(), but undefined, too, for a value that is not whole in the chunk. */
  function cutAtOnce(limit: number): JsonText | undefined {
    if (!hasMoreAtOnce()) return undefined
    const finder = createEndFinder()
    const end = finder.find(chunk, at)
    if (end === undefined || end - at > limit) return undefined
    const text = chunk.toString('utf8', at, end)
    const piece = { text, line, isPlain: finder.isPlain() }
    line += countLines(text)
    at = end
    return piece
  }

  return {
    peek,
    take,
    takeAtOnce,
    cut,
    cutAtOnce,
    line: () => line,
    /** The number of bytes so far. */
    bytes: () => bytesBefore + at,
    /** Reads no further chunk after so many bytes: the input then ends. */
    endAfter: (bytes: number): void => void (lastByte = bytes),
    close: async () => void (await iterator.return?.()),
  }
}

/** JavaScript reads integers with up to 15 digits exactly. */
const EXACT_DIGITS = 15
/**
 * The depth up to which `isPlain` can be true. Deeper values are rare, and another parser reads
 * them without recursion.
 */
const FEW_LEVELS = 100

/**
 * Finds the end of a value across chunks. Local variables make the loop twice as fast as shared
 * ones.
 */
function createEndFinder() {
  const closers: number[] = []
  let wasInString = false
  let wasEscaped = false
  let isPlain = true

  /** Undefined when the value continues in the next chunk. */
  function find(bytes: Buffer, from: number): number | undefined {
    const { length } = bytes
    let isInString = wasInString
    let digits = 0
    let at = from
    if (wasEscaped && at < length) at++
    wasEscaped = false
    for (; at < length; at++) {
      if (isInString) {
        let byte = bytes[at] ?? 0
        while (byte !== QUOTE && byte !== BACKSLASH && byte >= SPACE && ++at < length)
          byte = bytes[at] ?? 0
        if (at >= length) break
        if (byte === QUOTE) {
          isInString = false
          if (closers.length === 0) return at + 1
          // PHP and JavaScript order keys that are numbers differently.
          if (isDigit(bytes[at - 1]) && mayEndName(bytes[at + 1])) isPlain = false
        } else if (byte === BACKSLASH) {
          isPlain = false
          at++
          wasEscaped = at >= length
        } else return at + 1
        continue
      }
      const byte = bytes[at] ?? 0
      if (byte >= ZERO && byte <= NINE) {
        if (++digits > EXACT_DIGITS) isPlain = false
        continue
      }
      digits = 0
      if (byte === QUOTE) isInString = true
      else if (byte === COMMA || isSpace(byte)) {
        if (closers.length === 0) return at
      } else if (byte === OBJECT || byte === LIST) {
        if (closers.push(byte === OBJECT ? OBJECT_END : LIST_END) > FEW_LEVELS) isPlain = false
      } else if (byte === OBJECT_END || byte === LIST_END) {
        if (closers.length === 0) return at
        if (closers.pop() !== byte || closers.length === 0) return at + 1
      } else if (byte === MINUS) isPlain = false
    }
    wasInString = isInString
    // The digits of a number may continue in the next chunk, so their count is unknown.
    if (digits > 0) isPlain = false
    return undefined
  }

  return { find, isPlain: () => isPlain }
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= ZERO && byte <= NINE

const mayEndName = (byte: number | undefined): boolean =>
  byte === undefined || byte === COLON || isSpace(byte)

const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === LINE_FEED || byte === 0x0d || byte === 0x09

/** Counts the lines that end before `position`. */
export function countLines(text: string, position = text.length): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1))
    count++
  return count
}
