// Parses long JSON row by row, in turns. One JSON.parse() of it would block all clients.

import type { Work } from '../clock/turns.ts'
import { JsonSyntaxError } from '../php/json-decode.ts'
import { readJson, toPlain } from './json.ts'

/** The characters to read within a row before a pause for other work. */
const STRIDE = 16_384

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c]
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d]

const BLANK = /^[ \t\r\n]*$/

/** Gives the same value as toPlain(readJson()). Throws a JsonSyntaxError. */
export function* readJsonInTurns(text: string): Work<unknown> {
  const { frame, lists } = yield* cutLists(text)
  const values: unknown[][] = []
  for (const items of lists) {
    const list: unknown[] = []
    for (let index = 1; index < items.length; index++) {
      const start = items[index - 1] ?? 0
      const item = text.slice(start, (items[index] ?? 0) - 1)
      list.push(readPart(item, (position) => start + position))
      yield
    }
    values.push(list)
  }
  const read = readPart(frame, (position) => toPosition(position, lists))
  return yield* putBack(read, values)
}

/** Reads a part of the text. `toWhole` converts a position in the part to one in the text. */
function readPart(part: string, toWhole: (position: number) => number): unknown {
  try {
    return readJson(part)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new JsonSyntaxError(error.message, toWhole(error.position))
  }
}

/** Converts a position in the frame to one in the text: adds what each list before it lost. */
function toPosition(inFrame: number, lists: readonly Starts[]): number {
  let position = inFrame
  for (const [number, starts] of lists.entries()) {
    const [start = 0] = starts
    if (position <= start) break
    position += (starts.at(-1) ?? 0) - 1 - start - String(number).length
  }
  return position
}

/** The start of each item, and one past the end of the last item. */
type Starts = readonly number[]

/**
 * `frame` is the text without the items of its outermost lists. A number in each such list is its
 * index in `lists`.
 */
type Cut = { readonly frame: string; readonly lists: readonly Starts[] }

function* cutLists(text: string): Work<Cut> {
  const lists: Starts[] = []
  let starts: number[] = []
  const frame: string[] = []
  const closers: number[] = []
  /** The depth of the outermost list around the current character; 0 outside of lists. */
  let listDepth = 0
  let from = 0
  let pause = 0

  function endList(at: number): void {
    if (starts.length > 1 || !BLANK.test(text.slice(from, at))) {
      starts.push(at + 1)
      frame.push(String(lists.push(starts) - 1))
    }
    from = at
  }

  for (let at = 0; at < text.length; at++) {
    if (at >= pause) {
      pause = at + STRIDE
      yield
    }
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = endOfString(text, at)
    else if (char === LIST || char === OBJECT) {
      closers.push(char === LIST ? LIST_END : OBJECT_END)
      if (char === OBJECT || listDepth > 0) continue
      listDepth = closers.length
      frame.push(text.slice(from, at + 1))
      from = at + 1
      starts = [from]
    } else if (char === LIST_END || char === OBJECT_END) {
      if (closers.at(-1) !== char) throw new JsonSyntaxError('brackets do not match', at)
      if (closers.length === listDepth) {
        endList(at)
        listDepth = 0
      }
      closers.pop()
    } else if (char === COMMA && closers.length === listDepth && listDepth > 0) {
      starts.push(at + 1)
    }
  }
  if (closers.length > 0) throw new JsonSyntaxError('it ends too early', text.length)
  frame.push(text.slice(from))
  return { frame: frame.join(''), lists }
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return at
  }
  return text.length
}

/**
 * Puts the parsed lists back at their numbers. Values inside `variables` keep PHP's form; all
 * others become plain objects.
 */
function* putBack(framed: unknown, values: readonly unknown[][], isPlain = true): Work<unknown> {
  if (Array.isArray(framed)) {
    const list: unknown[] = []
    for (const value of values[Number(framed[0])] ?? []) {
      list.push(isPlain ? toPlain(value) : value)
      yield
    }
    return list
  }
  if (framed instanceof Map) {
    const entries: [string, unknown][] = []
    for (const [name, value] of framed)
      entries.push([name, yield* putBack(value, values, isPlain && name !== 'variables')])
    return isPlain ? Object.fromEntries(entries) : new Map(entries)
  }
  if (typeof framed !== 'object' || framed === null) return framed
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(framed))
    Object.defineProperty(plain, name, {
      value: yield* putBack(value, values, isPlain && name !== 'variables'),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  return plain
}
