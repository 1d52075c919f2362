// A progress bar for work that takes seconds. It draws only on a terminal.

import type { Writable } from 'node:stream'
import { performance } from '../clock/real-time.ts'
import type { Observers } from '../server/server.ts'

type Terminal = Writable & { readonly isTTY?: boolean }

const WIDTH = 30
const INTERVAL_MS = 100
/** The least rows between two reads of the clock. */
const STRIDE = 1000
/** A smaller file is read too fast for a progress bar. */
const MIN_BYTES = 2 ** 20

/** A function to call with the number of rows so far, after every few rows and after the last. */
export function createProgress(
  stream: Terminal,
  label: string,
  total: number,
): (count: number) => void {
  if (!stream.isTTY || total < STRIDE) return () => undefined
  const bar = createBar(stream, label)
  let next = STRIDE
  return (count) => {
    if (count < next && count !== total) return
    next = count + STRIDE
    bar.draw({ share: count / total, done: `${count}/${total}`, count, isLast: count === total })
    if (count === total) stream.write('\n')
  }
}

type Progress = Required<Pick<Observers, 'onRow' | 'onRead' | 'onIndexing'>> & {
  /** Ends the line of the bar; call it before other output. */
  readonly end: () => void
}

/**
 * Shows the progress of a file, or of stdin, whose length is unknown. It calls `onBegin` before the
 * first bytes.
 */
export function createReadProgress(stream: Terminal, onBegin: () => void): Progress {
  const bar = createBar(stream, 'reading')
  let read: { bytes: number; total: number | undefined } = { bytes: 0, total: undefined }
  let rows = 0
  let next = STRIDE
  let isDrawn = false

  function draw(isLast: boolean): void {
    const { bytes, total } = read
    if (!stream.isTTY || (total ?? bytes) < MIN_BYTES) return
    const share = total === undefined ? undefined : Math.min(1, bytes / total)
    const percent = share === undefined ? '' : `${Math.floor(share * 100)} %, `
    isDrawn = bar.draw({ share, done: `${percent}${rows} rows,`, count: rows, isLast }) || isDrawn
  }

  return {
    onRead(state) {
      if (read.bytes === 0) onBegin()
      read = state
    },
    onRow(count) {
      rows = count
      if (count < next) return
      next = count + STRIDE
      draw(false)
    },
    onIndexing() {
      draw(true)
      if (isDrawn) stream.write(', indexing')
    },
    end() {
      if (isDrawn) stream.write('\n')
    },
  }
}

type Drawing = {
  /** The finished part, from 0 to 1; undefined when the total is unknown. */
  readonly share: number | undefined
  readonly done: string
  readonly count: number
  readonly isLast: boolean
}

function createBar(stream: Terminal, label: string) {
  const start = performance.now()
  let drawn = -Infinity

  return {
    /** Draws at most every 100 ms, and always for the last call. Returns whether it drew. */
    draw({ share, done, count, isLast }: Drawing): boolean {
      const now = performance.now()
      if (now - drawn < INTERVAL_MS && !isLast) return false
      drawn = now
      const rate = Math.round(count / Math.max(0.001, (now - start) / 1000))
      const filled = Math.round((share ?? 0) * WIDTH)
      const bar = share === undefined ? '' : `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] `
      stream.write(`\r${label} ${bar}${done} ${rate} rows/s`)
      return true
    },
  }
}
