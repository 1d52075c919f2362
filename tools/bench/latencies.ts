const STEPS_PER_MILLISECOND = 100
const STEPS = 1000 * STEPS_PER_MILLISECOND

/** Latencies in steps of 10 µs; those of a second and more count as one second. */
export function createLatencies() {
  const counts = new Uint32Array(STEPS + 1)
  let total = 0

  return {
    add(milliseconds: number): void {
      const step = Math.min(Math.round(milliseconds * STEPS_PER_MILLISECOND), STEPS)
      counts[step] = (counts[step] ?? 0) + 1
      total++
    },

    total: (): number => total,

    /** Milliseconds that `percent` of all latencies do not exceed. */
    percentile(percent: number): number {
      const rank = (total * percent) / 100
      let seen = 0
      const step = counts.findIndex((count) => (seen += count) >= rank)
      return step / STEPS_PER_MILLISECOND
    },
  }
}
