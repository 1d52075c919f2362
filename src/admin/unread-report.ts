// Packs a report that its caller does not read. The findings of an unread report take ten times as
// much memory as their packed text.

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'

type Pieces = AsyncGenerator<string, void>

/** A caller that takes nothing for so long does not read, or reads slowly. */
const UNREAD_MS = 500
/** The fastest level. Texts of reports repeat themselves much. */
const LEVEL = { level: 1 } as const

/** Gives the same pieces. While one of them is not taken, the next ones are made and packed. */
export function packUnread(pieces: Pieces, unreadMs = UNREAD_MS): Pieces {
  /** Undefined after the end, because a generator that has ended keeps its findings alive. */
  let rest: Pieces | undefined = pieces
  const packed: Buffer[] = []
  const state = { isTaken: true }
  let failure: { readonly error: unknown } | undefined
  return giveAll()

  async function make(): Promise<string | undefined> {
    const made = await rest?.next()
    if (made?.done === false) return made.value
    rest = undefined
    return undefined
  }

  async function pack(): Promise<void> {
    state.isTaken = false
    try {
      for (let piece; !state.isTaken && (piece = await make()) !== undefined;)
        packed.push(deflateRawSync(piece, LEVEL))
    } catch (error) {
      rest = undefined
      failure = { error }
    }
  }

  async function* giveAll(): Pieces {
    try {
      for (let piece; (piece = await take()) !== undefined;) yield* give(piece)
      if (failure) throw failure.error
    } finally {
      await rest?.return()
    }
  }

  async function take(): Promise<string | undefined> {
    const next = packed.shift()
    return next ? inflateRawSync(next).toString() : make()
  }

  async function* give(piece: string): Pieces {
    let packing: Promise<void> | undefined
    const timer = setTimeout(() => (packing = pack()), unreadMs).unref()
    try {
      yield piece
    } finally {
      state.isTaken = true
      clearTimeout(timer)
      await packing
    }
  }
}
