// Cuts JSON that arrives in chunks into the texts of its values. It holds one value in memory at
// most.

import { turns } from '../clock/turns.ts'
import { createEndFinder, isSpace } from './json-end.ts'
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

const LINE_FEED = 0x0a

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

/** Counts the lines that end before `position`. */
export function countLines(text: string, position = text.length): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1))
    count++
  return count
}
