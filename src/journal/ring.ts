// A ring holds the newest entries of one user as bytes on a tape. The oldest entry leaves first.

import { countWhile } from '../bisect.ts'
import { type Arena, BLOCK } from './arena.ts'
import type { Entry } from './entry.ts'
import type { Records } from './record.ts'
import type { Extent, ForgottenEntry } from './record-reading.ts'
import { createTape } from './tape.ts'

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
  const tape = createTape(arena)
  /** Two numbers for each entry: its id, and its start on the tape. */
  let slots = new Float64Array(2 * MIN_SLOTS)
  let head = 0
  let size = 0
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
    blocks: tape.blocks,
    size: () => size,
    bytes,
  }

  /** Changes when an entry comes, leaves or changes. Ids rise, so no revision comes again. */
  function revision(): string {
    return `${idOf(0)} ${idOf(size - 1)} ${hangUps}`
  }

  function bytes(): number {
    return FIXED_BYTES + slots.byteLength + tape.blocks.length * (BLOCK + 8)
  }

  /** Adds an entry. The oldest one leaves when the ring holds `maxEntries`. */
  function push(entry: Entry): void {
    if (size === maxEntries) shift()
    if (2 * size === slots.length) resize(Math.min(maxEntries, size * 2))
    const slot = slotAt(size)
    slots[slot] = entry.id
    slots[slot + 1] = tape.end()
    size++
    tape.append(records.write(entry))
  }

  /** Removes the oldest entry. */
  function shift(): void {
    const oldest = forgottenAt(0)
    if (oldest === undefined) return
    onLeave(oldest)
    head = (head + 1) % (slots.length / 2)
    size--
    tape.release(startOf(0))
    if (size < slots.length / 8 && slots.length > 2 * MIN_SLOTS)
      resize(Math.max(MIN_SLOTS, size * 2))
  }

  function clear(): void {
    tape.clear()
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
    return tape.byteAt(start) + tape.byteAt(start + 1) * 256
  }

  function load(index: number): void {
    const start = startOf(index)
    const length = startOf(index + 1) - start
    tape.read(records.open(length), start, length)
  }

  /** The index of the first entry with a higher id; the ring's size when there is none. */
  function indexAfter(id: number): number {
    return countWhile(size, (index) => idOf(index) <= id)
  }

  function find(id: number): Entry | undefined {
    const index = indexAfter(id - 1)
    return index < size && idOf(index) === id ? at(index, 'whole') : undefined
  }

  function hangUp(id: number, time: number): void {
    const index = indexAfter(id - 1)
    if (index >= size || idOf(index) !== id) return
    if (!records.isLate(flagsOf(index))) return
    tape.write(records.timeOf(time), startOf(index) + records.hungUpAt)
    hangUps++
  }

  function slotAt(index: number): number {
    return 2 * ((head + index) % (slots.length / 2))
  }

  function idOf(index: number): number {
    return slots[slotAt(index)] ?? 0
  }

  function startOf(index: number): number {
    return index === size ? tape.end() : (slots[slotAt(index) + 1] ?? 0)
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
