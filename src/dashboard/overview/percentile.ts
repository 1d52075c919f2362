// Percentiles of answer times.

/**
 * The nearest-rank percentile of ascending values: at least `share` (0 to 1) of the values are less
 * than or equal to it. Undefined when there are no values.
 */
export function percentile(ascending: readonly number[], share: number): number | undefined {
  const rank = Math.max(1, Math.ceil(share * ascending.length - 1e-9))
  return ascending[rank - 1]
}

type Durations = { readonly durations: readonly number[] }

/** The median and the 95th percentile over all given seconds, in milliseconds. */
export function toLatency(seconds: readonly Durations[]): {
  readonly p50: number | undefined
  readonly p95: number | undefined
} {
  const all = seconds.flatMap(({ durations }) => durations).toSorted((a, b) => a - b)
  return { p50: percentile(all, 0.5), p95: percentile(all, 0.95) }
}
