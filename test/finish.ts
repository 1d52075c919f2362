/** Runs a generator to its end without pauses and returns its result. */
export function finish<T>(work: Generator<unknown, T, void>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
