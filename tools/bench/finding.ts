// A result of the bench: a ratio or a single value, with its target.

/** The measure for the results: processor time per request, or requests answered per second. */
export type Measure = 'cpu' | 'rate'

/** The ratio for all rounds, with the lowest and the highest of them. */
export type Ratio = { readonly value: number; readonly lowest: number; readonly highest: number }

export type Target = { readonly bound: 'at least' | 'at most'; readonly value: number }

export type Finding = {
  readonly name: string
  readonly what: string
  readonly unit: string
  /** Undefined when this machine cannot measure it. */
  readonly value: number | undefined
  /** The value with its range, if several rounds were compared. */
  readonly ratio?: Ratio
  readonly target: Target | undefined
  /** The value by the other measure; NaN if unknown. */
  readonly byOther?: number
  readonly load?: LoadFinding | undefined
  readonly isDisturbed?: boolean
}

/** The numbers behind a ratio of throughput. */
export type LoadFinding = {
  readonly perSecond: number
  readonly referencePerSecond: number
  /** The latency in milliseconds that 99 % of requests do not exceed. */
  readonly p99: number
}
