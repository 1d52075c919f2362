// Sends long answers in pieces and in turns, at the speed of the reader.

import { Readable } from 'node:stream'
import { packUnread } from './unread-report.ts'
import { mapInTurns, turns, type Work } from '../clock/turns.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'

/** The characters to collect before a write. */
const PIECE = 64 * 1024

/** A stream that makes its short texts while it is read. */
export const streamOf = (texts: Iterable<string>): Readable =>
  Readable.from(piecesOf(texts), { objectMode: false })

/** The same for a report, whose findings take much memory until it is read. */
export const streamOfReport = (texts: Iterable<string>): Readable =>
  Readable.from(packUnread(piecesOf(texts)), { objectMode: false })

/**
 * Sends the first text at once. An error before it becomes a refusal; a later error breaks the
 * answer.
 */
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

/** A list with more items than this is turned into text in pieces. */
const MANY = 50

/** True when a field of the answer is a long list. */
export const isLong = (answer: unknown): answer is object =>
  typeof answer === 'object' &&
  answer !== null &&
  Object.values(answer).some(
    (value) => isLater(value) || (Array.isArray(value) && value.length > MANY),
  )

const LATER = Symbol('a list that is made while it is sent')

type Later = { readonly [LATER]: Iterable<unknown> }

const isLater = (value: unknown): value is Later =>
  typeof value === 'object' && value !== null && LATER in value

/**
 * A list for an answer. The items of a long list are made while they are sent, because a reader may be
 * slow, and all items together take much memory. `make` leaves out an item by undefined.
 */
export function* listOf<T>(
  items: readonly T[],
  make: (item: T) => object | undefined,
): Work<unknown> {
  const made = makeEach(items, make)
  if (items.length > MANY) return { [LATER]: made } satisfies Later
  return yield* mapInTurns(made, (item) => item)
}

function* makeEach<T>(
  items: readonly T[],
  make: (item: T) => object | undefined,
): Generator<object, void> {
  for (const item of items) {
    const made = make(item)
    if (made !== undefined) yield made
  }
}

/** The same text as JSON.stringify() makes, row by row. */
export function* textsOf(answer: object): Generator<string, void> {
  yield '{'
  let separator = ''
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined) continue
    yield `${separator}${JSON.stringify(name)}:`
    if (isLater(value)) yield* textsOfList(value[LATER])
    else if (Array.isArray(value)) yield* textsOfList(value)
    else yield JSON.stringify(value)
    separator = ','
  }
  yield '}'
}

function* textsOfList(list: Iterable<unknown>): Generator<string, void> {
  yield '['
  let separator = ''
  for (const item of list) {
    yield separator + JSON.stringify(item)
    separator = ','
  }
  yield ']'
}
