// Computes the positions of a chart's columns.

import { breaksIn, type Bucket } from './buckets.ts'

/** The left edge and the width of a column, in pixels. */
export type ColumnBox = { readonly x: number; readonly width: number }

/** The width of a break of the axis, in pixels. It is smaller when columns are narrower. */
const BREAK = 40

/** All columns have the same width, except the breaks of the axis. */
export function toColumns(
  buckets: readonly Bucket[],
  { left, width }: { readonly left: number; readonly width: number },
): ColumnBox[] {
  const breaks = breaksIn(buckets)
  const gap = Math.min(BREAK, width / buckets.length)
  const step = (width - breaks * gap) / Math.max(1, buckets.length - breaks)
  let x = left
  return buckets.map(({ skipped }) => {
    const column = { x, width: skipped === undefined ? step : gap }
    x += column.width
    return column
  })
}
