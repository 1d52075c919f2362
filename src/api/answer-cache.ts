// Bodies that were rendered before, bounded in bytes; the oldest leave first. A body is kept from the second time on that it
// is asked for: a client that walks through millions of rows once would only fill memory.

import type { ListBody } from './list-conversations.ts'

const MAX_SEEN = 4096

type Kept = ListBody & { readonly version: number }

export type AnswerCache = ReturnType<typeof createAnswerCache>

export function createAnswerCache(maxBytes: number) {
  const kept = new Map<string, Kept>()
  const seen = new Set<string>()
  let bytes = 0

  function forget(key: string, { body }: Kept): void {
    kept.delete(key)
    bytes -= key.length + body.length
  }

  return {
    /** A body that was rendered from this version of the data. */
    get(key: string, version: number): ListBody | undefined {
      const known = kept.get(key)
      if (known === undefined || known.version === version) return known
      forget(key, known)
      return undefined
    },

    set(key: string, version: number, list: ListBody): void {
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
