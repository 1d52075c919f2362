// Bodies that were rendered before, bounded in bytes; the oldest leave first. A body is kept from the second time on that it
// is asked for: a client that walks through millions of rows once would only fill memory.

const MAX_BYTES = 16 * 1024 * 1024
const MAX_SEEN = 4096

export type AnswerCache = ReturnType<typeof createAnswerCache>

export function createAnswerCache() {
  const bodies = new Map<string, string>()
  const seen = new Set<string>()
  let bytes = 0
  let version = -1

  return {
    /** A body that was rendered from this version of the data. */
    get(key: string, dataVersion: number): string | undefined {
      if (dataVersion !== version) {
        bodies.clear()
        bytes = 0
        version = dataVersion
      }
      return bodies.get(key)
    },

    set(key: string, body: string): void {
      if (!seen.delete(key)) {
        if (seen.size >= MAX_SEEN) seen.clear()
        seen.add(key)
        return
      }
      bodies.set(key, body)
      bytes += key.length + body.length
      for (const [oldKey, oldBody] of bodies) {
        if (bytes <= MAX_BYTES) break
        bodies.delete(oldKey)
        bytes -= oldKey.length + oldBody.length
      }
    },
  }
}
