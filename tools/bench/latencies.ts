const STEPS_PER_MILLISECOND = 100
const STEPS = 1000 * STEPS_PER_MILLISECOND

/** Counts latencies in steps of 10 µs. Latencies above one second count as one second. */
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

    /** The latency in milliseconds that `percent` of all requests do not exceed. */
    percentile(percent: number): number {
      const rank = (total * percent) / 100
      let seen = 0
      const step = counts.findIndex((count) => (seen += count) >= rank)
      return step / STEPS_PER_MILLISECOND
    },
  }
}
