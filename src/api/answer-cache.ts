// Bodies that were rendered before, bounded in bytes; the oldest leave first.

const MAX_BYTES = 16 * 1024 * 1024

export type AnswerCache = ReturnType<typeof createAnswerCache>

export function createAnswerCache() {
  const bodies = new Map<string, string>()
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
