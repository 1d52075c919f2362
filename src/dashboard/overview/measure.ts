// The types that describe what a chart of conversations over time shows.

import type { Bucket } from './buckets.ts'

/** A value of a bucket as text: a row of the tooltip, and a column of the table. */
export type Column = {
  readonly name: string
  readonly textOf: (bucket: Bucket) => string
  /** The type that it is about. */
  readonly type?: string
}

/** One of the parts that are stacked to a column. */
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
  /** The value of a line that has its own scale, on the right side. */
  readonly lineOf?: (bucket: Bucket) => number
}
