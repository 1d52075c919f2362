// The types that describe what a chart of conversations over time shows.

import type { Bucket } from './buckets.ts'

/** A value of a bucket as text: a row of the tooltip, and a column of the table. */
export type Column = {
  readonly name: string
  readonly textOf: (bucket: Bucket) => string
  /** The conversation type that it counts; undefined for all types. */
  readonly type?: string
}

/** One of the parts that are stacked to a column. */
export type Part = {
  /** The name, which is also the CSS class. */
  readonly name: string
  readonly valueOf: (bucket: Bucket) => number
  /** The conversation type that it counts; undefined for all types. */
  readonly type?: string
}

export type Measure = {
  /** The name, which is also the CSS class. */
  readonly name: string
  readonly title: string
  readonly parts: readonly Part[]
  readonly columns: readonly Column[]
  readonly toTick: (value: number) => string
  readonly isWhole: boolean
  /** The value of a line that has its own scale, on the right side. */
  readonly lineOf?: (bucket: Bucket) => number
}
