// A cache of rendered bodies with a limit in bytes. The oldest bodies leave first. The cache keeps
// a body only from its second request on, because a single walk would fill it for nothing.

import type { EditionName } from '../editions.ts'
import type { RenderedList } from './list-query.ts'

const MAX_SEEN = 4096

/** The values besides the target on which an answer depends. */
type Scope = { readonly datasetId: number; readonly edition: EditionName; readonly root: string }

/**
 * The answers in one scope, by target. A key of scope and target would take V8 longer to build and
 * to hash than the rest of the search.
 */
type Shelf = Scope & { readonly kept: Map<string, Kept>; readonly seen: Set<string> }

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
  let seen = 0
  let bytes = 0

  function shelfOf({ datasetId, edition, root }: Scope): Shelf {
    if (last?.datasetId === datasetId && last.edition === edition && last.root === root) return last
    const name = `${datasetId} ${edition} ${root}`
    last = shelves.get(name)
    if (!last) {
      last = { datasetId, edition, root, kept: new Map(), seen: new Set() }
      shelves.set(name, last)
    }
    return last
  }

  function forget(kept: Kept): void {
    kept.shelf.kept.delete(kept.target)
    oldestFirst.delete(kept)
    bytes -= sizeOf(kept)
  }

  /** Forgets that the target was seen. Returns false if it was not. */
  function forgetTarget({ seen: targets }: Shelf, target: string): boolean {
    const isKnown = targets.delete(target)
    if (isKnown) seen--
    return isKnown
  }

  function see(shelf: Shelf, target: string): void {
    if (seen >= MAX_SEEN) forgetSeen()
    shelf.seen.add(target)
    seen++
  }

  function forgetSeen(): void {
    for (const [name, shelf] of shelves) {
      shelf.seen.clear()
      if (shelf.kept.size === 0 && shelf !== last) shelves.delete(name)
    }
    seen = 0
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
      if (!forgetTarget(shelf, target)) return see(shelf, target)
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
