// All rings: one for each user, and one for requests without a known user. They share one limit of
// memory.

import { createArena } from './arena.ts'
import type { Entry } from './entry.ts'
import { createRecords } from './record.ts'
import type { ForgottenEntry } from './record-reading.ts'
import { createRing, type Ring } from './ring.ts'

export type Rings = ReturnType<typeof createRings>

export type RingsOptions = {
  readonly maxEntries: number
  readonly maxBytes: number
  /** Called for every entry that is removed to make room. */
  readonly onLeave: (entry: ForgottenEntry) => void
}

/** More than the largest entry, because an entry is added before old ones make room for it. */
const MARGIN = 1024 * 1024
/** Removing so many bytes takes a few milliseconds, in which no request is answered. */
const MAX_DRAIN = 512 * 1024

export function createRings({ maxEntries, maxBytes, onLeave }: RingsOptions) {
  const rings = new Map<number | null, Ring>()
  const arena = createArena(maxBytes + MARGIN)
  const records = createRecords()
  let bytes = 0
  return { push, of, remove, bytes: () => bytes, memory: arena.size }

  function push(entry: Entry): void {
    let ring = rings.get(entry.user)
    if (ring === undefined) {
      ring = createRing({ user: entry.user, maxEntries, arena, records, onLeave })
      rings.set(entry.user, ring)
      bytes += ring.bytes()
    }
    const before = ring.bytes()
    ring.push(entry)
    bytes += ring.bytes() - before
    // More than needed is removed, so that the rings are compared once in thousands of entries.
    if (bytes > maxBytes) drain(maxBytes - Math.min(MAX_DRAIN, Math.ceil(maxBytes / 64)))
  }

  /** The ring of one user; null means requests without a known user; undefined means all rings. */
  function of(user: number | null | undefined): Ring[] {
    if (user === undefined) return [...rings.values()]
    const ring = rings.get(user)
    return ring === undefined ? [] : [ring]
  }

  /** Removes rings and returns the number of their entries. */
  function remove(user: number | null | undefined): number {
    const removed = of(user)
    if (user === undefined) rings.clear()
    else rings.delete(user)
    let total = 0
    for (const ring of removed) {
      bytes -= ring.bytes()
      total += ring.size()
      ring.clear()
    }
    arena.shrink(rings.values())
    return total
  }

  /** Removes the oldest entries of the largest rings until all rings together fit into `target`. */
  function drain(target: number): void {
    const sorted = [...rings].toSorted(([, a], [, b]) => b.bytes() - a.bytes())
    const sizes = sorted.map(([, ring]) => ring.bytes())
    const level = levelOf(sizes, bytes - target)
    for (const [user, ring] of sorted) {
      const before = ring.bytes()
      while (ring.bytes() > level && ring.size() > 0) ring.shift()
      if (ring.size() === 0) {
        ring.clear()
        rings.delete(user)
        bytes -= before
      } else bytes -= before - ring.bytes()
      if (ring.bytes() === before) return
    }
  }
}

/**
 * The size to which the largest sizes must shrink, so that together they lose `excess`.
 * `sizes` is sorted, the largest first.
 */
export function levelOf(sizes: readonly number[], excess: number): number {
  let total = 0
  for (const [index, size] of sizes.entries()) {
    total += size
    const level = Math.floor((total - excess) / (index + 1))
    if (level >= (sizes[index + 1] ?? 0)) return Math.max(0, level)
  }
  return 0
}
