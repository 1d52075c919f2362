// The newest entries of one user: a ring that grows to its bound and shrinks when it is drained.
//
// A full ring writes over its oldest entry. An object for each request would live just long enough to become old garbage, which
// costs the mock a tenth of its throughput. So whoever keeps an entry beyond the turn copies it.

import { bytesOf, type Entry } from './entry.ts'

export type Ring = ReturnType<typeof createRing>

const MIN_SLOTS = 16

type Slot = { -readonly [Name in keyof Entry]: Entry[Name] }

/** `onLeave` is told of every entry that makes room. */
export function createRing(maxEntries: number, onLeave: (entry: Entry) => void) {
  let slots: (Slot | undefined)[] = []
  let head = 0
  let size = 0
  let bytes = 0
  return { push, shift, at, indexAfter, find, hangUp, size: () => size, bytes: () => bytes }

  /** The oldest leaves when there is no place. */
  function push(entry: Entry): void {
    const oldest = size < maxEntries ? undefined : slots[head]
    if (oldest !== undefined) {
      onLeave(oldest)
      bytes += bytesOf(entry) - bytesOf(oldest)
      overwrite(oldest, entry)
      head = (head + 1) % slots.length
      return
    }
    if (size === slots.length) resize(Math.min(maxEntries, Math.max(MIN_SLOTS, size * 2)))
    slots[(head + size) % slots.length] = { ...entry }
    size++
    bytes += bytesOf(entry)
  }

  /** Removes the oldest. */
  function shift(): void {
    const oldest = at(0)
    if (oldest === undefined) return
    onLeave(oldest)
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

  function hangUp(id: number, time: number): void {
    const slot = slots[(head + indexAfter(id - 1)) % slots.length]
    if (slot?.id === id) slot.hungUpAt = time
  }

  function resize(length: number): void {
    slots = Array.from({ length }, (_, index) => at(index))
    head = 0
  }
}

/** Property by property, because Object.assign() costs several times as much. */
function overwrite(slot: Slot, entry: Entry): void {
  slot.id = entry.id
  slot.time = entry.time
  slot.user = entry.user
  slot.token = entry.token
  slot.edition = entry.edition
  slot.method = entry.method
  slot.target = entry.target
  slot.status = entry.status
  slot.rows = entry.rows
  slot.duration = entry.duration
  slot.faults = entry.faults
  slot.faultIds = entry.faultIds
  slot.preferences = entry.preferences
  slot.correlation = entry.correlation
  slot.isNamed = entry.isNamed
  slot.isFromDashboard = entry.isFromDashboard
  slot.accept = entry.accept
  slot.isAjax = entry.isAjax
  slot.hasBody = entry.hasBody
  slot.at = entry.at
  slot.delay = entry.delay
  slot.hungUpAt = entry.hungUpAt
  slot.lane = entry.lane
  slot.list = entry.list
  slot.limit = entry.limit
}
