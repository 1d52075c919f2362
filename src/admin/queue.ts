// Lets a few callers in at once. The others wait for their turn, in the order they came.

export function createQueue(maxAtOnce: number) {
  const waiting: (() => void)[] = []
  let taken = 0

  return {
    /** Resolves when it is the turn of the caller. */
    async enter(): Promise<void> {
      if (taken < maxAtOnce) taken++
      else await new Promise<void>((resolve) => waiting.push(resolve))
    },
    /** Ends the turn of a caller. The longest wait comes next. */
    leave(): void {
      const next = waiting.shift()
      if (next) next()
      else taken--
    },
    hasWaiting: (): boolean => waiting.length > 0,
  }
}
