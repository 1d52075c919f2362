// Long answers on their way out: in pieces, in turns, and no faster than they are read.

import { Readable } from 'node:stream'
import { turns } from '../clock/turns.ts'

/** Characters that are worth a write. */
const PIECE = 64 * 1024

/** A stream of short texts, which are made while it is read. */
export const streamOf = (texts: Iterable<string>): Readable => Readable.from(piecesOf(texts), { objectMode: false })

async function* piecesOf(texts: Iterable<string>): AsyncGenerator<string, void> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length >= PIECE) {
      yield piece
      piece = ''
    }
    const pausing = turns.pause()
    if (pausing) await pausing
  }
  yield piece
}
