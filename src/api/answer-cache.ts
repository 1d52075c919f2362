// A cache of rendered bodies with a limit in bytes. The oldest bodies leave first. The cache keeps
// a body only from its second request on, because a single walk would fill it for nothing.

import type { EditionName } from '../editions.ts'
import type { RenderedList } from './list-query.ts'

/** The number of targets that are remembered after their first request; a power of two. */
const SEEN = 4096
/** When so many shelves were added, those without a body are removed. */
const NEW_SHELVES = 256

/** The values besides the target on which an answer depends. */
type Scope = { readonly datasetId: number; readonly edition: EditionName; readonly root: string }

/**
 * The answers in one scope, by target. A key of scope and target would take V8 longer to build and
 * to hash than the rest of the search.
 */
type Shelf = Scope & { readonly number: number; readonly kept: Map<string, Kept> }

type Kept = RenderedList & {
  readonly version: number
  readonly target: string
  readonly shelf: Shelf
}

export function createAnswerCache(maxBytes: number) {
  const shelves = new Map<string, Shelf>()
  const oldestFirst = new Set<Kept>()
  /** The shelf of the last request, which mostly serves the next one too. */
  let last: Shelf | undefined
  let added = 0
  /**
   * Hashes of targets that were requested once, each at its own place. V8 would take 0.8 µs to find and
   * add a text. Two targets with one hash would only keep a body from its first request on.
   */
  const seen = new Int32Array(SEEN)
  let bytes = 0

  function shelfOf({ datasetId, edition, root }: Scope): Shelf {
    if (last?.datasetId === datasetId && last.edition === edition && last.root === root) return last
    const name = `${datasetId} ${edition} ${root}`
    last = shelves.get(name)
    return last ?? addShelf(name, { datasetId, edition, root })
  }

  function addShelf(name: string, scope: Scope): Shelf {
    if (++added % NEW_SHELVES === 0)
      for (const [other, { kept }] of shelves) if (kept.size === 0) shelves.delete(other)
    last = { ...scope, number: added, kept: new Map() }
    shelves.set(name, last)
    return last
  }

  function forget(kept: Kept): void {
    kept.shelf.kept.delete(kept.target)
    oldestFirst.delete(kept)
    bytes -= sizeOf(kept)
  }

  /** Whether the target was requested before. Every second call for a target returns true. */
  function isSecond({ number }: Shelf, target: string): boolean {
    const hash = hashOf(target, number)
    const index = hash & (SEEN - 1)
    const isKnown = seen[index] === hash
    seen[index] = isKnown ? 0 : hash
    return isKnown
  }

  return {
    shelfOf,

    /** The body that was rendered from this version of the data; undefined when none is kept. */
    get({ kept }: Shelf, target: string, version: number): RenderedList | undefined {
      const known = kept.get(target)
      if (known === undefined || known.version === version) return known
      forget(known)
      return undefined
    },

    set(shelf: Shelf, target: string, version: number, list: RenderedList): void {
      if (!isSecond(shelf, target)) return
      const before = shelf.kept.get(target)
      if (before) forget(before)
      const kept = { ...list, version, target, shelf }
      shelf.kept.set(target, kept)
      oldestFirst.add(kept)
      bytes += sizeOf(kept)
      for (const oldest of oldestFirst) {
        if (bytes <= maxBytes) break
        forget(oldest)
      }
    },
  }
}

const sizeOf = ({ target, body }: Kept): number => target.length + body.length

function hashOf(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash
}
