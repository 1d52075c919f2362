// A cache of rendered bodies with a limit in bytes. The oldest bodies leave first. The cache keeps
// a body only from its second request on, because a single walk would fill it for nothing.

import type { RenderedList } from './list-query.ts'

const MAX_SEEN = 4096

type Kept = RenderedList & { readonly version: number }

export function createAnswerCache(maxBytes: number) {
  const kept = new Map<string, Kept>()
  const seen = new Set<string>()
  let bytes = 0

  function forget(key: string, { body }: Kept): void {
    kept.delete(key)
    bytes -= key.length + body.length
  }

  return {
    /** The body that was rendered from this version of the data; undefined when none is kept. */
    get(key: string, version: number): RenderedList | undefined {
      const known = kept.get(key)
      if (known === undefined || known.version === version) return known
      forget(key, known)
      return undefined
    },

    set(key: string, version: number, list: RenderedList): void {
      const { body } = list
      if (!seen.delete(key)) {
        if (seen.size >= MAX_SEEN) seen.clear()
        seen.add(key)
        return
      }
      const before = kept.get(key)
      if (before) forget(key, before)
      kept.set(key, { ...list, version })
      bytes += key.length + body.length
      for (const [oldKey, old] of kept) {
        if (bytes <= maxBytes) break
        forget(oldKey, old)
      }
    },
  }
}
