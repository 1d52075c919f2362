// A ring holds the newest entries of one user as bytes in blocks of the arena. The oldest entry
// leaves first.

import { type Arena, BLOCK } from './arena.ts'
import type { Entry } from './entry.ts'
import type { Records } from './record.ts'
import type { Extent, ForgottenEntry } from './record-reading.ts'

export type Ring = ReturnType<typeof createRing>

export type RingOptions = {
  readonly user: number | null
  readonly maxEntries: number
  readonly arena: Arena
  readonly records: Records
  /** Called for every entry that is removed to make room. */
  readonly onLeave: (entry: ForgottenEntry) => void
}

const MIN_SLOTS = 16
/** The memory of the ring itself: its functions and lists. Measured and rounded up. */
const FIXED_BYTES = 2048

export function createRing({ user, maxEntries, arena, records, onLeave }: RingOptions) {
  /** Two numbers for each entry: its id, and its start, counted from the ring's first byte ever. */
  let slots = new Float64Array(2 * MIN_SLOTS)
  let head = 0
  let size = 0
  /** The numbers of the blocks that hold the entries, the oldest first. */
  const blocks: number[] = []
  let dropped = 0
  let end = 0
  let hangUps = 0
  return {
    push,
    shift,
    at,
    idAt: idOf,
    forgottenAt,
    indexAfter,
    find,
    hangUp,
    clear,
    revision,
    blocks,
    size: () => size,
    bytes,
  }

  /** Changes when an entry comes, leaves or changes. Ids rise, so no revision comes again. */
  function revision(): string {
    return `${idOf(0)} ${idOf(size - 1)} ${hangUps}`
  }

  function bytes(): number {
    return FIXED_BYTES + slots.byteLength + blocks.length * (BLOCK + 8)
  }

  /** Adds an entry. The oldest one leaves when the ring holds `maxEntries`. */
  function push(entry: Entry): void {
    if (size === maxEntries) shift()
    if (2 * size === slots.length) resize(Math.min(maxEntries, size * 2))
    const slot = slotAt(size)
    slots[slot] = entry.id
    slots[slot + 1] = end
    size++
    const record = records.write(entry)
    write(record, end)
    end += record.length
  }

  /** Removes the oldest entry. */
  function shift(): void {
    const oldest = forgottenAt(0)
    if (oldest === undefined) return
    onLeave(oldest)
    head = (head + 1) % (slots.length / 2)
    size--
    release(size === 0 ? end : startOf(0))
    if (size < slots.length / 8 && slots.length > 2 * MIN_SLOTS)
      resize(Math.max(MIN_SLOTS, size * 2))
  }

  function clear(): void {
    for (const block of blocks.splice(0)) arena.give(block)
    dropped = 0
    end = 0
    size = 0
  }

  /** The entry at an index; the oldest has index 0. */
  function at(index: number, extent: Extent): Entry | undefined {
    if (index >= size) return undefined
    load(index)
    return records.read(idOf(index), extent)
  }

  /** The entry at an index with only the fields that the archive needs. */
  function forgottenAt(index: number): ForgottenEntry | undefined {
    if (index >= size) return undefined
    const known = records.forgottenByFlags(flagsOf(index), user)
    if (known) return known
    load(index)
    return records.readForgotten(user)
  }

  /** The first two bytes of an entry. */
  function flagsOf(index: number): number {
    const start = startOf(index)
    return byteAt(start) + byteAt(start + 1) * 256
  }

  function byteAt(start: number): number {
    return arena.byteAt(blockAt(start), start % BLOCK)
  }

  function blockAt(start: number): number {
    return blocks[Math.floor(start / BLOCK) - dropped] ?? 0
  }

  function load(index: number): void {
    const start = startOf(index)
    const length = startOf(index + 1) - start
    read(records.open(length), start, length)
  }

  /** The index of the first entry with a higher id; the ring's size when there is none. */
  function indexAfter(id: number): number {
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (idOf(middle) <= id) low = middle + 1
      else high = middle
    }
    return low
  }

  function find(id: number): Entry | undefined {
    const index = indexAfter(id - 1)
    return index < size && idOf(index) === id ? at(index, 'whole') : undefined
  }

  function hangUp(id: number, time: number): void {
    const index = indexAfter(id - 1)
    if (index >= size || idOf(index) !== id) return
    if (!records.isLate(flagsOf(index))) return
    write(records.timeOf(time), startOf(index) + records.hungUpAt)
    hangUps++
  }

  /** Writes bytes into the blocks of the ring, and takes new blocks at its end. */
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

  /** Returns the blocks before the start of the oldest entry to the arena. */
  function release(start: number): void {
    for (; dropped < Math.floor(start / BLOCK) && blocks.length > 0; dropped++)
      arena.give(blocks.shift() ?? 0)
  }

  function slotAt(index: number): number {
    return 2 * ((head + index) % (slots.length / 2))
  }

  function idOf(index: number): number {
    return slots[slotAt(index)] ?? 0
  }

  function startOf(index: number): number {
    return index === size ? end : (slots[slotAt(index) + 1] ?? 0)
  }

  function resize(length: number): void {
    const resized = new Float64Array(2 * length)
    for (let index = 0; index < size; index++) {
      resized[2 * index] = idOf(index)
      resized[2 * index + 1] = startOf(index)
    }
    slots = resized
    head = 0
  }
}
