// How long answers took, of the seconds that the pulse has.

/** The nearest-rank percentile of ascending values: the smallest that `share` (0 to 1) of them do not exceed. Undefined for none. */
export function percentile(ascending: readonly number[], share: number): number | undefined {
  const rank = Math.max(1, Math.ceil(share * ascending.length - 1e-9))
  return ascending[rank - 1]
}

type Durations = { readonly durations: readonly number[] }

/** Milliseconds of all those seconds together. */
export function toLatency(seconds: readonly Durations[]): {
  readonly p50: number | undefined
  readonly p95: number | undefined
} {
  const all = seconds.flatMap(({ durations }) => durations).toSorted((a, b) => a - b)
  return { p50: percentile(all, 0.5), p95: percentile(all, 0.95) }
}
