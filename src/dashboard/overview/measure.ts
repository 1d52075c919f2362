// The measures that a chart of conversations over time shows.

import type { Bucket } from './buckets.ts'

/** Something of a bucket, in words: a row of the tip, and a column of the table. */
export type Column = {
  readonly name: string
  readonly textOf: (bucket: Bucket) => string
  /** The type that it is about. */
  readonly type?: string
}

/** A part that columns are stacked of. */
export type Part = {
  /** Also its style. */
  readonly name: string
  readonly valueOf: (bucket: Bucket) => number
  /** The type that it is about. */
  readonly type?: string
}

export type Measure = {
  /** Also its style. */
  readonly name: string
  readonly title: string
  readonly parts: readonly Part[]
  readonly columns: readonly Column[]
  readonly toTick: (value: number) => string
  readonly isWhole: boolean
  /** A line with a scale of its own, which ends at the top. */
  readonly lineOf?: (bucket: Bucket) => number
}
