// A progress bar for work that takes seconds; silent where nobody looks.

import type { Writable } from 'node:stream'
import { performance } from '../clock/real-time.ts'

const WIDTH = 30
const INTERVAL_MS = 100
/** Rows between two looks at the clock. */
const STRIDE = 1000

/** A function to call after every row, given the number of rows so far. Draws on a terminal only. */
export function createProgress(
  stream: Writable & { readonly isTTY?: boolean },
  label: string,
  total: number,
): (count: number) => void {
  if (!stream.isTTY || total < STRIDE) return () => undefined
  const start = performance.now()
  let drawn = -Infinity
  return (count) => {
    if (count % STRIDE !== 0 && count !== total) return
    const now = performance.now()
    if (now - drawn < INTERVAL_MS && count !== total) return
    drawn = now
    const filled = Math.round((count / total) * WIDTH)
    const rate = Math.round(count / Math.max(0.001, (now - start) / 1000))
    stream.write(
      `\r${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${count}/${total} ${rate} rows/s${count === total ? '\n' : ''}`,
    )
  }
}
