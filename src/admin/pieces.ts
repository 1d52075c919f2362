// Long answers on their way out: in pieces, in turns, and no faster than they are read.

import { Readable } from 'node:stream'
import { turns } from '../clock/turns.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'

/** Characters that are worth a write. */
const PIECE = 64 * 1024

/** A stream of short texts, which are made while it is read. */
export const streamOf = (texts: Iterable<string>): Readable =>
  Readable.from(piecesOf(texts), { objectMode: false })

/** The first text goes by itself: what breaks off later is a broken answer, and no refusal. */
async function* piecesOf(texts: Iterable<string>): AsyncGenerator<string, void> {
  let piece = ''
  let least = 0
  for (const text of texts) {
    piece += text
    if (piece.length >= least) {
      least = PIECE
      yield piece
      piece = ''
    }
    const pausing = turns.pause()
    if (pausing) await pausing
  }
  yield piece
}

/** From here on making the text of a list takes long. */
const MANY = 50

/** Whether there is such a list in an answer. */
export const isLong = (answer: unknown): answer is object =>
  typeof answer === 'object' &&
  answer !== null &&
  Object.values(answer).some((value) => Array.isArray(value) && value.length > MANY)

/** The text that JSON.stringify() makes of an object, row by row. */
export function* textsOf(answer: object): Generator<string, void> {
  yield '{'
  let separator = ''
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined) continue
    yield `${separator}${JSON.stringify(name)}:`
    if (Array.isArray(value)) yield* textsOfList(value)
    else yield JSON.stringify(value)
    separator = ','
  }
  yield '}'
}

function* textsOfList(list: readonly unknown[]): Generator<string, void> {
  yield '['
  for (const [index, item] of list.entries())
    yield `${index === 0 ? '' : ','}${JSON.stringify(item)}`
  yield ']'
}
