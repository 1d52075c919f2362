// Where the columns of a chart stand.

import { breaksIn, type Bucket } from './buckets.ts'

/** In pixels. */
export type ColumnBox = { readonly x: number; readonly width: number }

/** Room that a broken axis takes; less where columns are narrower. */
const BREAK = 40

/** All of the same width, but those that stand for what was skipped. */
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
