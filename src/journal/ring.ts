// The newest entries of one user: a ring that grows to its bound and shrinks when it is drained.

import { bytesOf, type Entry } from './entry.ts'

export type Ring = ReturnType<typeof createRing>

const MIN_SLOTS = 16

export function createRing(maxEntries: number) {
  let slots: (Entry | undefined)[] = []
  let head = 0
  let size = 0
  let bytes = 0
  return { push, shift, at, indexAfter, find, size: () => size, bytes: () => bytes }

  /** The oldest leaves when there is no place. */
  function push(entry: Entry): void {
    if (size >= maxEntries) shift()
    if (size === slots.length) resize(Math.min(maxEntries, Math.max(MIN_SLOTS, size * 2)))
    slots[(head + size) % slots.length] = entry
    size++
    bytes += bytesOf(entry)
  }

  /** Removes the oldest. */
  function shift(): void {
    const oldest = at(0)
    if (oldest === undefined) return
    slots[head] = undefined
    head = (head + 1) % slots.length
    size--
    bytes -= bytesOf(oldest)
    if (size < slots.length / 4 && slots.length > MIN_SLOTS) resize(Math.max(MIN_SLOTS, size * 2))
  }

  /** The oldest is at 0. */
  function at(index: number): Entry | undefined {
    return index < size ? slots[(head + index) % slots.length] : undefined
  }

  /** The index of the first entry with a higher id; the size when there is none. */
  function indexAfter(id: number): number {
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((at(middle)?.id ?? 0) <= id) low = middle + 1
      else high = middle
    }
    return low
  }

  function find(id: number): Entry | undefined {
    const entry = at(indexAfter(id - 1))
    return entry?.id === id ? entry : undefined
  }

  function resize(length: number): void {
    slots = Array.from({ length }, (_, index) => at(index))
    head = 0
  }
}
