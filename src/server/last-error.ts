// Counts the failures of the mock itself and keeps the last one.

const MAX_LENGTH = 500

/** `now` returns Unix milliseconds. */
export function createErrorNote(now: () => number) {
  let count = 0
  let last: { readonly at: number; readonly message: string } | undefined
  return {
    note(error: unknown): void {
      const message = error instanceof Error ? error.message : String(error)
      count++
      last = { at: now(), message: message.slice(0, MAX_LENGTH) }
    },

    read: () => ({ count, last }),
  }
}
