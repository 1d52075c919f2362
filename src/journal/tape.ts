// A tape holds bytes in blocks of the arena. Bytes come at its end, and leave at its start. A
// position counts from the first byte ever, so it stays the same while older bytes leave.

import { type Arena, BLOCK } from './arena.ts'

export type Tape = ReturnType<typeof createTape>

export function createTape(arena: Arena) {
  /** The numbers of the blocks, the oldest first. */
  const blocks: number[] = []
  let dropped = 0
  let end = 0
  return { blocks, end: () => end, append, write, read, byteAt, release, clear }

  function append(from: Uint8Array): void {
    write(from, end)
    end += from.length
  }

  /** Writes bytes over older ones, or at the end, where new blocks are taken. */
  function write(from: Uint8Array, start: number): void {
    for (let done = 0; done < from.length;) {
      const offset = (start + done) % BLOCK
      const length = Math.min(BLOCK - offset, from.length - done)
      const index = (start + done - offset) / BLOCK - dropped
      if (index === blocks.length) blocks.push(arena.take())
      arena.write(
        length === from.length ? from : from.subarray(done, done + length),
        blocks[index] ?? 0,
        offset,
      )
      done += length
    }
  }

  function read(target: Uint8Array, start: number, length: number): void {
    for (let done = 0; done < length;) {
      const offset = (start + done) % BLOCK
      const part = Math.min(BLOCK - offset, length - done)
      target.set(arena.read(blockAt(start + done), offset, part), done)
      done += part
    }
  }

  function byteAt(position: number): number {
    return arena.byteAt(blockAt(position), position % BLOCK)
  }

  function blockAt(position: number): number {
    return blocks[Math.floor(position / BLOCK) - dropped] ?? 0
  }

  /** Returns the blocks before a position to the arena. */
  function release(start: number): void {
    for (; dropped < Math.floor(start / BLOCK) && blocks.length > 0; dropped++)
      arena.give(blocks.shift() ?? 0)
  }

  function clear(): void {
    for (const block of blocks.splice(0)) arena.give(block)
    dropped = 0
    end = 0
  }
}
